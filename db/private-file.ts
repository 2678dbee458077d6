import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a file, and the folder it is in, so that no other account of the machine reads them; SQLite gives what it puts
 * beside a file the same rights. A folder that is there already may be somebody else's too and stays as it is.
 */
export function keepPrivate(file: string) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // One that is there is not opened: closing it again would give back what locks this process has on it.
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}
