import "./load-env";
import { beat, needsWrites, Unwritable } from "@/db/heartbeat";
import { migrate } from "@/db/migrate";
import { holdRunning } from "@/db/running";
import { closeStore } from "@/db/store";
import { migrateStaff } from "@/lib/admin/auth";
import { adoptOnce } from "@/lib/books/chain";
import { keepChainKey } from "@/lib/chain-key";
import { now } from "@/lib/clock";
import { env } from "@/lib/env";
import { resealAccounts } from "@/lib/payments/reseal-accounts";

// A database that is being restored or moved is left alone.
const letGo = await holdRunning();
const begun = needsWrites(async () => {
  await migrate(async () => {
    await migrateStaff();
    await keepChainKey();
    await adoptOnce();
    if (env().refundAccountKeys.length > 1) await resealAccounts();
  });
  // Also where nothing was to migrate: a shop that cannot write does not start.
  await beat(now());
});
try {
  await begun;
} catch (error) {
  if (!(error instanceof Unwritable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
await closeStore();
await letGo();
