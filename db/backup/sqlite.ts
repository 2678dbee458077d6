import { existsSync } from "node:fs";
import { copyFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type Database from "better-sqlite3";
import { now } from "@/lib/clock";
import { keepPrivate } from "../private-file";
import { openHandle, restoringFile, retryWhileLocked, staffFileOf } from "../sqlite";
import { flush, freeName, partsOf } from "./files";
import { type Contents, readSums, sumsOfBooks, unposted } from "./manifest";

/** The names of the shop's file and the staff file in a backup. */
const names = { shop: "shop.db", staff: "staff.db" };

/** How many pages are copied before the rest of the process gets a turn. */
const pagesPerTurn = 1_000;

/** Copies the shop's file and the staff file as of one moment, while both are in use, and checks the copies. */
export async function copyFromSqlite(file: string, folder: string): Promise<Contents> {
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
  const sources = [
    { file, name: names.shop },
    ...(existsSync(staffFileOf(file)) ? [{ file: staffFileOf(file), name: names.staff }] : []),
  ];
  const { moment, readers } = await atOneMoment(sources.map((source) => source.file));
  try {
    for (const [n, { name }] of sources.entries()) {
      keepPrivate(`${folder}/${name}`);
      // The copy reflects what this reader saw first, however much is written in the meantime.
      await readers[n]?.backup(`${folder}/${name}`, { progress: () => pagesPerTurn });
    }
  } finally {
    for (const reader of readers) reader.close();
  }
  const contents = { ...check(folder), moment: moment.toISOString() };
  for (const { name } of sources) await flush(`${folder}/${name}`);
  return contents;
}

/** Blocks writes to all of these files for an instant, in which a reader of each begins. */
async function atOneMoment(files: string[]) {
  const writers: Database.Database[] = [];
  const readers: Database.Database[] = [];
  try {
    for (const file of files) {
      const writer = openHandle(file);
      writers.push(writer);
      await retryWhileLocked(() => writer.exec("BEGIN IMMEDIATE"));
    }
    for (const file of files) {
      const reader = openHandle(file, { readonly: true });
      readers.push(reader);
      reader.exec("BEGIN");
      reader.prepare("SELECT 1 FROM sqlite_master").get();
    }
    return { moment: now(), readers };
  } catch (error) {
    for (const reader of readers) reader.close();
    throw error;
  } finally {
    for (const writer of writers) writer.close();
  }
}

/** What the copies in a folder hold. Throws if a copy is damaged or the books are incomplete. */
function check(folder: string): Omit<Contents, "moment"> {
  const contents: Omit<Contents, "moment"> = { engine: "sqlite", migration: 0, rows: {}, sums: [] };
  for (const name of Object.values(names)) {
    if (!existsSync(`${folder}/${name}`)) continue;
    const handle = openHandle(`${folder}/${name}`);
    try {
      const said = handle.pragma("integrity_check", { simple: true });
      if (said !== "ok") throw new Error(`${name} is not whole: ${said}`);
      const broken = handle.pragma("foreign_key_check");
      if (Array.isArray(broken) && broken.length > 0)
        throw new Error(`${name} has ${broken.length} rows that point to nothing.`);
      Object.assign(contents.rows, countRows(handle));
      if (name === names.shop) Object.assign(contents, readBooks(handle));
    } finally {
      // The last connection to close writes the -wal into the file.
      handle.close();
    }
  }
  return contents;
}

function countRows(handle: Database.Database): Record<string, number> {
  const tables = handle
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .all();
  return Object.fromEntries(
    tables.map(({ name }) => [name, Number(handle.prepare(`SELECT count(*) FROM "${name}"`).pluck().get())]),
  );
}

function readBooks(handle: Database.Database) {
  if (handle.prepare(unposted).pluck().get() !== 0)
    throw new Error("The books lack money that payments say was taken.");
  return {
    migration: Number(handle.prepare("SELECT max(created_at) FROM __drizzle_migrations").pluck().get()),
    sums: readSums(handle.prepare<[], Parameters<typeof readSums>[0][number]>(sumsOfBooks).all()),
  };
}

/**
 * Replaces a shop's files with the copies in a folder, and moves the old ones aside, including what was not yet written
 * into them. Returns what the copies hold and where the old files are now. While it runs, a file beside the shop's
 * keeps a shop from starting. If the restore is cut off, that file stays, and the restore must be run again.
 */
export async function putBackOnSqlite(file: string, folder: string, stamp: string) {
  const targets = [
    { name: names.staff, target: staffFileOf(file) },
    { name: names.shop, target: file },
  ].filter(({ name }) => existsSync(`${folder}/${name}`));
  for (const { name, target } of targets) {
    keepPrivate(restoringFile(target));
    await copyFile(`${folder}/${name}`, restoringFile(target));
    await flush(restoringFile(target));
  }
  const aside = freeName(`${file}.before-${stamp}`);
  let kept: string | undefined;
  for (const old of [file, staffFileOf(file)])
    for (const part of partsOf(old)) {
      await rename(part, part.replace(file, aside));
      kept = aside;
    }
  // The shop's file comes last: until then no shop starts.
  for (const { target } of targets) await rename(restoringFile(target), target);
  await flush(dirname(file));
  return { kept };
}
