import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { type BackupRow, backups } from "../schema";
import type { Reader, Tx } from "../store";

/** Inserts a row; undefined if this ID exists already, so that only one of several instances takes the backup. */
export const beginBackup = async (tx: Tx, row: Pick<BackupRow, "id" | "kind" | "startedAt">) =>
  (await tx.insert(backups).values(row).onConflictDoNothing().returning())[0];

export const writeBackup = (tx: Tx, id: string, values: Partial<Omit<BackupRow, "id" | "kind">>) =>
  tx.update(backups).set(values).where(eq(backups.id, id));

const newest = async (db: Reader, kind: BackupRow["kind"]): Promise<BackupRow | undefined> =>
  (
    await db
      .select()
      .from(backups)
      .where(and(eq(backups.kind, kind), isNotNull(backups.finishedAt), isNull(backups.fault)))
      .orderBy(desc(backups.finishedAt))
      .limit(1)
  )[0];

/** The newest completed backup; undefined if there is none. */
export const lastBackup = (db: Reader) => newest(db, "backup");

/** The newest completed restore; undefined if there is none. */
export const lastRestore = (db: Reader) => newest(db, "restore");

/** When the first backup began; undefined before any. */
export const firstBackupBegan = async (db: Reader) =>
  (
    await db
      .select({ at: backups.startedAt })
      .from(backups)
      .where(eq(backups.kind, "backup"))
      .orderBy(backups.startedAt)
      .limit(1)
  )[0]?.at;
