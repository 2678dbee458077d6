import "./load-env";
import { migrate } from "@/db/migrate";
import { holdRunning } from "@/db/running";
import { closeStore } from "@/db/store";
import { migrateStaff } from "@/lib/admin/auth";
import { adoptOnce } from "@/lib/books/chain";
import { keepChainKey } from "@/lib/chain-key";
import { env } from "@/lib/env";
import { resealAccounts } from "@/lib/payments/reseal-accounts";

// A database that is being restored or moved is left alone.
const letGo = await holdRunning();
await migrate(async () => {
  await migrateStaff();
  await keepChainKey();
  await adoptOnce();
  if (env().previousRefundAccountKey) await resealAccounts();
});
await closeStore();
await letGo();
