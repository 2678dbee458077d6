import { mayChangeTables } from "@/db/rights";
import { log } from "../log";
import { env } from "../settings/env";

/** With live keys, warns if the shop may change its own tables, which only migrations need. */
export async function tellDatabaseRights(): Promise<void> {
  if (!env().live) return;
  // An unreachable database is reported elsewhere.
  if (await mayChangeTables().catch(() => false))
    log.warn("the account of DATABASE_URL may change tables: set MIGRATE_DATABASE_URL and give it rows only");
}
