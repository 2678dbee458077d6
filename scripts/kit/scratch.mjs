import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a whole run writes, in bytes, several times over. */
const enough = 4 * 1024 ** 3;

/**
 * A new folder for everything a run writes, which is deleted when the process ends. It is in memory where the system
 * has room for it there: tests commit thousands of times, and a disk takes milliseconds for each. TMPDIR overrides it.
 */
export function scratchFolder() {
  const folder = (process.env.TMPDIR ? undefined : folderIn("/dev/shm")) ?? mkdtempSync(named(tmpdir()));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  // PostgreSQL and pgbouncer do not run as root: their accounts must be able to reach their folders inside.
  chmodSync(folder, 0o711);
  return folder;
}

/** A new folder there; undefined if there is not enough room, or if programs may not be run from there. */
function folderIn(memory) {
  let folder;
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < enough) return undefined;
    folder = mkdtempSync(named(memory));
    const program = join(folder, "program");
    writeFileSync(program, "", { mode: 0o700 });
    accessSync(program, constants.X_OK);
    rmSync(program);
    return folder;
  } catch {
    if (folder) rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}

const named = (parent) => join(parent, "twotrack-test-");
