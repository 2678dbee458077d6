import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beginBackup, firstBackupBegan, lastBackup, writeBackup } from "@/db/backup/rows";
import { db, transaction } from "@/db/store";
import { raise } from "../alarms/raise";
import { hours, later, minutes, now } from "../clock";
import { log } from "../log";
import { startLoop } from "../loop";
import { argumentsOf } from "../process/tool";
import { env } from "../settings/env";

/** Takes a backup every BACKUP_EVERY_HOURS if BACKUP_FOLDER is set. */
export function startBackups() {
  if (env().backup.folder)
    startLoop({ name: "backup", everyMs: minutes(1), turn: () => backUpWhenDue(now()) });
}

/**
 * Takes a backup if the newest is old enough. Only one of all instances does; if it fails, one retries in the next
 * hour. The work runs in a separate process, so that checking the copy does not slow down shoppers. Returns whether it
 * tried.
 */
export async function backUpWhenDue(at: Date): Promise<boolean> {
  const { folder, everyHours, keep } = env().backup;
  if (!folder) return false;
  const last = await lastBackup(db);
  if (last?.startedAt && last.startedAt > later(at, -hours(everyHours))) return false;
  const id = `scheduled ${at.toISOString().slice(0, 13)}`;
  if (!(await transaction((tx) => beginBackup(tx, { id, kind: "backup", startedAt: at })))) return false;
  const since = last?.startedAt ?? (await firstBackupBegan(db)) ?? at;
  if (since < later(at, -2 * hours(everyHours)))
    raise("backup_old", { newest: last?.moment ?? null }, "the newest backup is too old");
  try {
    const args = [folder, "--keep", String(keep), "--id", id];
    await promisify(execFile)(process.execPath, [...argumentsOf("backup"), ...args]);
    log.info({ backup: id }, "a backup was taken");
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    raise("backup_failed", { backup: id, said: said.slice(-500) }, "a backup could not be taken");
    await transaction((tx) =>
      writeBackup(tx, id, { finishedAt: now(), fault: said.slice(-500) || "cut off" }),
    );
  }
  return true;
}
