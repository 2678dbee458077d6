import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { days, later, now } from "@/lib/clock";
import { makeFolder } from "@/lib/make-folder";
import { databaseUrl, dialect, migrationUrl } from "../columns";
import { newestKnown } from "../release";
import { fileOf } from "../sqlite";
import { describeFile, flush, freeName } from "./files";
import { type Manifest, parseManifest } from "./manifest";
import { copyFromPostgres, putBackOnPostgres } from "./postgresql";
import { copyFromSqlite, putBackOnSqlite } from "./sqlite";

/** A full copy of the shop's database: a folder with a manifest. */
export type Backup = { path: string; manifest: Manifest };

const prefix = "twotrack-";
const manifestName = "manifest.json";

/** A moment as part of a file name: 20261121T120000123Z. */
export const stampOf = (moment: Date) => moment.toISOString().replace(/[-:.]/g, "");

/**
 * Copies the database into a new folder in `folder`, as of one moment, while the shop runs. The folder gets its name
 * only once it is complete and flushed to disk. Throws if something is wrong, and then leaves nothing behind.
 */
export async function takeBackup(folder: string): Promise<Backup> {
  makeFolder(folder);
  const unfinished = join(folder, `.${prefix}${process.pid}-unfinished`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  try {
    const contents =
      dialect === "postgresql"
        ? await copyFromPostgres(databaseUrl, unfinished)
        : await copyFromSqlite(fileOf(databaseUrl), unfinished);
    const files = await Promise.all(readdirSync(unfinished).map((name) => describeFile(unfinished, name)));
    const manifest: Manifest = { format: 1, ...contents, files };
    await writeFile(join(unfinished, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`, {
      mode: 0o600,
    });
    await flush(join(unfinished, manifestName));
    await flush(unfinished);
    const path = freeName(join(folder, `${prefix}${stampOf(new Date(contents.moment))}`));
    await rename(unfinished, path);
    await flush(folder);
    return { path, manifest };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Paths of the backups in a folder, newest first. */
export const backupsIn = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.startsWith(prefix) && existsSync(join(folder, name, manifestName)))
    .sort()
    .reverse()
    .map((name) => join(folder, name));

/**
 * Deletes all but the newest `most` backups in a folder, and copies that were cut off. Returns how many backups were
 * deleted.
 */
export async function keepNewest(folder: string, most: number): Promise<number> {
  const old = backupsIn(folder).slice(most);
  const yesterday = later(now(), -days(1));
  const cutOff = readdirSync(folder)
    .filter((name) => name.startsWith(`.${prefix}`))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).mtime < yesterday);
  for (const path of [...old, ...cutOff]) await rm(path, { recursive: true, force: true });
  return old.length;
}

/**
 * Reads a backup and compares its files with its manifest. Throws, with a message for the operator, if it cannot be
 * used.
 */
export async function readBackup(path: string): Promise<Backup> {
  const named = join(path, manifestName);
  if (!existsSync(named)) {
    const inside = backupsIn(path).map((found) => basename(found));
    throw new Error(
      inside.length > 0
        ? `${path} holds several backups. Name one of them: ${inside.join(", ")}.`
        : `There is no backup at ${path}: it has no ${manifestName}.`,
    );
  }
  const manifest = parseManifest(readFileSync(named, "utf8"));
  for (const file of manifest.files) {
    if (!existsSync(join(path, file.name))) throw new Error(`${file.name} of the backup is missing.`);
    const found = await describeFile(path, file.name);
    if (found.sha256 !== file.sha256) throw new Error(`${file.name} of the backup is not as it was written.`);
  }
  if (manifest.engine !== dialect)
    throw new Error(
      `The backup is of ${nameOf[manifest.engine]}, and DATABASE_URL names ${nameOf[dialect]}.`,
    );
  if (manifest.migration > newestKnown)
    throw new Error("The backup was made by a newer release of Twotrack. Restore it with that release.");
  return { path, manifest };
}

const nameOf = { sqlite: "SQLite", postgresql: "PostgreSQL" };

/**
 * Replaces the database with a backup; no shop may be running. Returns where the old data is kept; undefined if there
 * was none. The restored database is not migrated yet.
 */
export async function putBack(
  { path, manifest }: Backup,
  stamp: string,
): Promise<{ kept: string | undefined }> {
  if (dialect === "postgresql") return putBackOnPostgres(migrationUrl, path, manifest, stamp);
  return putBackOnSqlite(fileOf(databaseUrl), path, stamp);
}
