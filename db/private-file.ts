import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Creates a file, and its folder, so that no other account on the machine can read them; SQLite gives the files it
 * creates beside it the same permissions. An existing folder may be shared and stays as it is.
 */
export function keepPrivate(file: string) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // An existing file is not opened, because closing it again would release this process's locks on it.
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}
