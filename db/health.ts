import { sql } from "drizzle-orm";
import { dialect } from "./columns";
import postgresJournal from "./migrations/postgresql/meta/_journal.json";
import sqliteJournal from "./migrations/sqlite/meta/_journal.json";
import { db } from "./store";

const newest = (dialect === "postgresql" ? postgresJournal : sqliteJournal).entries.at(-1)?.when ?? 0;
const table = dialect === "postgresql" ? sql`drizzle.__drizzle_migrations` : sql`__drizzle_migrations`;

export class LacksMigrations extends Error {}

/** Throws when the database does not answer; LacksMigrations where one is missing that this program needs. */
export async function checkDatabase() {
  const [row] = await db.select({ at: sql`max(created_at)`.mapWith(Number) }).from(table);
  if ((row?.at ?? 0) < newest) throw new LacksMigrations("The database lacks migrations.");
}
