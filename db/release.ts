import { env } from "@/lib/settings/env";
import { dialect } from "./columns";
import { DatabaseRefused } from "./connection";
import postgresJournal from "./migrations/postgresql/meta/_journal.json";
import sqliteJournal from "./migrations/sqlite/meta/_journal.json";

/** When the newest migration of this release was made, in milliseconds since 1970. */
export const newestKnown =
  (dialect === "postgresql" ? postgresJournal : sqliteJournal).entries.at(-1)?.when ?? 0;

/**
 * Throws DatabaseRefused if a newer release has migrated the database, unless ALLOW_NEWER_DATABASE is 1. `newest` is
 * when the database's newest migration was made, in milliseconds since 1970.
 */
export function refuseNewer(newest: number) {
  if (newest <= newestKnown || env().allowNewerDatabase) return;
  throw new DatabaseRefused(
    "The database was migrated by a newer release than this one. Start that release. To go back to this one, restore a backup " +
      "from before, or set ALLOW_NEWER_DATABASE=1 if the changelog of the newer release says that this one works with it.",
  );
}
