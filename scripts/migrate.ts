import "./load-env";
import { migrate } from "@/db/migrate";
import { closeStore } from "@/db/store";
import { migrateStaff } from "@/lib/admin/auth";
import { adoptOnce } from "@/lib/books/chain";
import { keepChainKey } from "@/lib/chain-key";
import { env } from "@/lib/env";
import { resealAccounts } from "@/lib/payments/reseal-accounts";

await migrate(async () => {
  await migrateStaff();
  await keepChainKey();
  await adoptOnce();
  if (env().previousRefundAccountKey) await resealAccounts();
});
await closeStore();
