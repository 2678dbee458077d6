import { mayChangeTables } from "@/db/rights";
import { log } from "../log";
import { env } from "../settings/env";

/** With live keys the log says when the shop may change its own tables, which only migrations need. */
export async function tellDatabaseRights(): Promise<void> {
  if (!env().live) return;
  // A database that is away is told by others.
  if (await mayChangeTables().catch(() => false))
    log.warn("the account of DATABASE_URL may change tables: set MIGRATE_DATABASE_URL and give it rows only");
}
