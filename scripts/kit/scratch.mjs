import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A new folder for what a test run writes and nobody keeps. It is in memory where there is plenty: a disk that others use
 * holds up whoever flushes to it, for seconds at times.
 */
export const newScratch = (name) => mkdtempSync(join(inMemory() ?? tmpdir(), name));

const gigabyte = 2 ** 30;
const tmpfs = 0x01021994;

function inMemory() {
  try {
    const { type, bavail, bsize } = statfsSync("/dev/shm");
    const isRoomy = bavail * bsize > 8 * gigabyte && process.availableMemory() > 10 * gigabyte;
    return type === tmpfs && isRoomy ? "/dev/shm" : undefined;
  } catch {
    return undefined;
  }
}
