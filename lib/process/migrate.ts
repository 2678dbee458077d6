import { migrate } from "@/db/migrate";
import { keepChainKey } from "../../db/chain-key";
import { adoptOnce } from "../books/chain";
import { migrateStaff } from "../desk/staff/auth";
import { resealAccounts } from "../payments/refunds/reseal-accounts";
import { env } from "../settings/env";

/** Migrates the database, including parts that manage their own tables, to this release. */
export const migrateAll = () =>
  migrate(async () => {
    await migrateStaff();
    await keepChainKey();
    await adoptOnce();
    if (env().refundAccountKeys.length > 1) await resealAccounts();
  });
