import { type Backup, putBack, readBackup, stampOf } from "@/db/backup";
import { beginBackup, writeBackup } from "@/db/backup/rows";
import { whileNobodyRuns } from "@/db/running";
import { transaction } from "@/db/store";
import { newId, now } from "../clock";
import { migrateAll } from "../process/migrate";

export type Restored = {
  backup: Backup;
  /** Where what was there is now; undefined where nothing was. */
  kept: string | undefined;
};

/**
 * Puts a backup in the place of the shop's database, which no shop uses meanwhile, brings it to this release and notes in it
 * as of which moment it is: the shop then asks the gateways what happened since. What was there is kept. Throws ShopRuns,
 * and, in words for the operator and before anything is changed, where the backup cannot be used.
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
 * Notes that another program has put the database back, as of a moment, so that the gateways are asked what happened since.
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
