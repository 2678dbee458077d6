import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Creates a folder, and those above it, that no other account on the machine can read. An existing one stays as it is.
 * Throws the error of the operating system. Node's own `recursive` never returns where the system says that a folder is
 * missing although it is there, as in /proc.
 */
export function makeFolder(folder: string) {
  const missing: string[] = [];
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.unshift(path);
  for (const path of missing) make(path);
}

/** Another process may create it at the same time. */
function make(path: string) {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
