import { migrate } from "@/db/migrate";
import { migrateStaff } from "./admin/auth";
import { adoptOnce } from "./books/chain";
import { keepChainKey } from "./chain-key";
import { env } from "./env";
import { resealAccounts } from "./payments/refunds/reseal-accounts";

/** Brings the database, and what has tables of its own in it, to what this release needs. */
export const migrateAll = () =>
  migrate(async () => {
    await migrateStaff();
    await keepChainKey();
    await adoptOnce();
    if (env().refundAccountKeys.length > 1) await resealAccounts();
  });
