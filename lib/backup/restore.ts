import { type Backup, putBack, readBackup, stampOf } from "@/db/backup";
import { beginBackup, writeBackup } from "@/db/backup/rows";
import { whileNobodyRuns } from "@/db/running";
import { transaction } from "@/db/store";
import { newId, now } from "../clock";
import { migrateAll } from "../process/migrate";

export type Restored = {
  backup: Backup;
  /** Where the previous database was moved to; undefined if there was none. */
  kept: string | undefined;
};

/**
 * Restores a backup over the shop's database while no shop uses it, migrates it to this release and records the
 * backup's moment, so that the shop asks the gateways what happened since. The previous database is kept. Throws
 * ShopRuns, or an error worded for the operator if the backup cannot be used; nothing has been changed then.
 */
export async function restore(path: string): Promise<Restored> {
  const backup = await readBackup(path);
  return whileNobodyRuns(async () => {
    const startedAt = now();
    const { kept } = await putBack(backup, stampOf(startedAt));
    await note(new Date(backup.manifest.moment), path, startedAt);
    return { backup, kept };
  });
}

/**
 * Records that another program restored the database to a moment, so that the gateways are asked what happened since.
 * Throws ShopRuns.
 */
export const noteRestore = (moment: Date, place: string): Promise<void> =>
  whileNobodyRuns(() => note(moment, place, now()));

async function note(moment: Date, place: string, startedAt: Date) {
  await migrateAll();
  const id = newId("bk");
  await transaction(async (tx) => {
    await beginBackup(tx, { id, kind: "restore", startedAt });
    await writeBackup(tx, id, { moment, place, finishedAt: now() });
  });
}
