import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Waits until a file, or the names in a folder, are on the disk itself. */
export async function flush(path: string) {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file as a manifest names it. */
export async function describeFile(folder: string, name: string) {
  const path = `${folder}/${name}`;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { name, bytes: (await stat(path)).size, sha256: hash.digest("hex") };
}

/** What belongs to a database of SQLite: the file, and what is not written into it yet. */
export const partsOf = (file: string) =>
  ["", "-wal", "-shm", "-journal"].map((end) => `${file}${end}`).filter((path) => existsSync(path));

/** Clocks are set back: what has this name already keeps it. */
export const freeName = (path: string, taken: (path: string) => boolean = existsSync): string => {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}_${n}`;
    if (!taken(name)) return name;
  }
};
