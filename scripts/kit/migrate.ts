import { beat, needsWrites } from "@/db/heartbeat";
import { refuseOtherBooks } from "@/db/moved";
import { holdRunning } from "@/db/running";
import { closeStore } from "@/db/store";
import { now } from "@/lib/clock";
import { migrateAll } from "@/lib/process/migrate";
import { env } from "@/lib/settings/env";

/**
 * Brings the database to this release, and makes sure that it can be written. Throws one of the refusals that
 * `tell-refusals` prints.
 */
export async function migrateToStart() {
  env();
  // A database that is being restored or moved is left alone.
  const letGo = await holdRunning();
  try {
    await needsWrites(async () => {
      await refuseOtherBooks();
      await migrateAll();
      // Runs even if there was nothing to migrate: a shop that cannot write does not start.
      await beat(now());
    });
  } finally {
    await closeStore();
    await letGo();
  }
}
