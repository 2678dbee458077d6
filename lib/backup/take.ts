import { type Backup, keepNewest, takeBackup } from "@/db/backup";
import { beginBackup, writeBackup } from "@/db/backup/rows";
import { transaction } from "@/db/store";
import { newId, now } from "../clock";
import { log } from "../log";

type Wish = {
  /** The row that was begun for it; one is made where there is none. */
  id?: string | undefined;
  /** How many backups the folder keeps; all where it is not said. */
  keep?: number | undefined;
};

/**
 * Copies the shop's database into a new folder in `folder` while the shop runs, notes that in the database, and removes
 * backups above `keep`. Throws, and notes why, where the copy is not whole.
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

/** A backup that is whole counts also where it cannot be noted: before an upgrade the database lacks the table. */
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
