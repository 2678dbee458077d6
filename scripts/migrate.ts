import "./load-env";
import { DatabaseRefused } from "@/db/connection";
import { beat, needsWrites, Unwritable } from "@/db/heartbeat";
import { refuseOtherBooks } from "@/db/moved";
import { BeingReplaced, holdRunning } from "@/db/running";
import { closeStore } from "@/db/store";
import { now } from "@/lib/clock";
import { migrateAll } from "@/lib/process/migrate";
import { EnvError, env } from "@/lib/settings/env";

/** Errors printed as one sentence; any other error is a bug and prints its stack. */
const told = [DatabaseRefused, EnvError, Unwritable, BeingReplaced];

try {
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
} catch (error) {
  if (!(error instanceof Error && told.some((kind) => error instanceof kind))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
