import { sql } from "drizzle-orm";
import { dialect } from "./columns";
import postgresJournal from "./migrations/postgresql/meta/_journal.json";
import sqliteJournal from "./migrations/sqlite/meta/_journal.json";
import { db } from "./store";

const newest = (dialect === "postgresql" ? postgresJournal : sqliteJournal).entries.at(-1)?.when ?? 0;
const table = dialect === "postgresql" ? sql`drizzle.__drizzle_migrations` : sql`__drizzle_migrations`;

/** Throws when the database does not answer or lacks a migration this program needs. */
export async function checkDatabase() {
  const [row] = await db.select({ at: sql`max(created_at)`.mapWith(Number) }).from(table);
  if ((row?.at ?? 0) < newest) throw new Error("The database lacks migrations.");
}
