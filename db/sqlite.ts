import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { sleep } from "@/lib/clock";
import { countOnSqlite } from "./counts";
import { lineFor } from "./group-commit";
import { keepPrivate } from "./private-file";
import {
  codeOf,
  type Drizzle,
  guarded,
  isSimulated,
  refuseInsideUnit,
  runUnit,
  type Store,
  turn,
} from "./unit";

export const fileOf = (url: string) => url.replace(/^file:/, "");

/** The staff file that belongs to a shop's file. */
export const staffFileOf = (file: string) => `${file}.staff`;

/** The file that will replace another one while a restore is running. */
export const restoringFile = (file: string) => `${file}.restoring`;

/** SQLite: one file, one writer whose units of work take turns, and a reader that sees committed data. */
export function openSqlite(file: string): Store {
  keepPrivate(file);
  const writer = openHandle(file);
  const reader = openHandle(file, { readonly: true });
  const tx = asPostgres(writer);
  const counts = countOnSqlite(`${file}.limits`);

  // better-sqlite3 has one writer and can only wait by blocking, so units of work take turns here.
  const line = lineFor(
    writer,
    () => retryWhileLocked(() => writer.exec("BEGIN IMMEDIATE")),
    () => !isSimulated(),
  );
  return {
    db: guarded(asPostgres(reader), "read", refuseInsideUnit, retryWhileLocked),
    transaction: async (work) => {
      await turn("unit");
      return line.run(() => runUnit(tx, work));
    },
    load: () => ({ used: Math.min(line.length(), 1), waiting: Math.max(0, line.length() - 1), most: 1 }),
    counter: counts.counter,
    sweepCounts: counts.sweep,
    forgetCounts: counts.forget,
    close: async () => {
      await line.ended();
      counts.close();
      reader.close();
      writer.close();
    },
  };
}

/** Opens the file with a timeout, since another process may be recovering it; after that no call blocks. */
export function openHandle(file: string, options: { readonly?: boolean } = {}) {
  const handle = new Database(file, { timeout: 5_000, ...options });
  if (!options.readonly) handle.pragma("journal_mode = WAL");
  // After WAL, because this build falls back to NORMAL there, which may lose a commit in a power failure.
  handle.pragma("synchronous = FULL");
  handle.pragma("foreign_keys = ON");
  limitWal(handle);
  handle.pragma("busy_timeout = 0");
  return handle;
}

/** A long-lived reader makes the -wal grow; the part above 16 MiB is given back to the disk once the reader is done. */
export const limitWal = (handle: Database.Database) => handle.pragma(`journal_size_limit = ${16 * 2 ** 20}`);

const asPostgres = (handle: Database.Database) =>
  drizzle(handle, { casing: "snake_case" }) as unknown as Drizzle;

const lockedCodes = /^SQLITE_BUSY/;

/** Waits up to 10 seconds for another process to release the file's lock, without blocking this one. */
export async function retryWhileLocked<T>(run: () => T): Promise<T> {
  for (let wait = 2, waited = 0; ; wait = Math.min(wait * 2, 50)) {
    try {
      return await run();
    } catch (error) {
      if (!lockedCodes.test(codeOf(error)) || waited >= 10_000) throw error;
      await sleep(wait);
      waited += wait;
    }
  }
}
