import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Waits until a file, or a folder's entries, are flushed to disk. */
export async function flush(path: string) {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file's entry in a manifest. */
export async function describeFile(folder: string, name: string) {
  const path = `${folder}/${name}`;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { name, bytes: (await stat(path)).size, sha256: hash.digest("hex") };
}

/** The files of an SQLite database: the main file, and what is not yet written into it. */
export const partsOf = (file: string) =>
  ["", "-wal", "-shm", "-journal"].map((end) => `${file}${end}`).filter((path) => existsSync(path));

/** Clocks are set back, so a name may be taken: the existing file keeps it. */
export const freeName = (path: string, taken: (path: string) => boolean = existsSync): string => {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}_${n}`;
    if (!taken(name)) return name;
  }
};
