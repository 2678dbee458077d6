import { sql } from "drizzle-orm";
import { log } from "@/lib/log";
import { dialect } from "./columns";
import { newestKnown } from "./release";
import { db } from "./store";

const table = dialect === "postgresql" ? sql`drizzle.__drizzle_migrations` : sql`__drizzle_migrations`;

export class LacksMigrations extends Error {}

/** Throws if the database does not answer; LacksMigrations if a migration that this program needs is missing. */
export async function checkDatabase() {
  const [row] = await db.select({ at: sql`max(created_at)`.mapWith(Number) }).from(table);
  const newest = row?.at ?? 0;
  if (newest < newestKnown) throw new LacksMigrations("The database lacks migrations.");
  if (newest > newestKnown) tellNewer();
}

let told = false;

/** While a newer release takes over, this one keeps running, but it cannot start anymore. */
function tellNewer() {
  if (told) return;
  told = true;
  log.warn("the database was migrated by a newer release than this one");
}
