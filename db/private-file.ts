import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "@/lib/make-folder";

/** A file of the shop that cannot be created where the settings put it. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}

/**
 * Creates a file, and its folder, so that no other account on the machine can read them; SQLite gives the files it
 * creates beside it the same permissions. An existing folder may be shared and stays as it is. Throws FileRefused.
 */
export function keepPrivate(file: string) {
  try {
    makeFolder(dirname(file));
    // An existing file is not opened, because closing it again would release this process's locks on it.
    if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FileRefused(
      `The file ${file} cannot be created or kept private (${code}). Check DATABASE_URL, or the setting that names its folder.`,
      { cause: error },
    );
  }
}
