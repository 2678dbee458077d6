import { type Backup, keepNewest, takeBackup } from "@/db/backup";
import { beginBackup, writeBackup } from "@/db/backup/rows";
import { transaction } from "@/db/store";
import { newId, now } from "../clock";
import { log } from "../log";

type Wish = {
  /** The row that was created for it; a new one if absent. */
  id?: string | undefined;
  /** How many backups to keep in the folder; all if absent. */
  keep?: number | undefined;
};

/**
 * Copies the shop's database into a new folder in `folder` while the shop runs, records the backup in the database, and
 * removes backups beyond `keep`. Throws, and records why, if the copy is not complete.
 */
export async function backUp(folder: string, { id = newId("bk"), keep }: Wish = {}): Promise<Backup> {
  const startedAt = now();
  try {
    const backup = await takeBackup(folder);
    const { manifest, path } = backup;
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    await note(id, startedAt, { moment: new Date(manifest.moment), place: path, bytes, fault: null });
    if (keep) await keepNewest(folder, keep);
    return backup;
  } catch (error) {
    const fault = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await note(id, startedAt, { place: folder, fault });
    throw error;
  }
}

/** A complete backup counts even if it cannot be recorded: before an upgrade, the table does not exist. */
async function note(
  id: string,
  startedAt: Date,
  values: Omit<Parameters<typeof writeBackup>[2], "startedAt">,
) {
  try {
    await transaction(async (tx) => {
      await beginBackup(tx, { id, kind: "backup", startedAt });
      await writeBackup(tx, id, { ...values, finishedAt: now() });
    });
  } catch (error) {
    log.warn({ err: error }, "a backup could not be noted in the database");
  }
}
