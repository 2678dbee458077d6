import { index, instant, money, table, text } from "../columns";

/** Each copy of the database that was begun, and each that was put back. */
export const backups = table(
  "backups",
  {
    /** That of one on the schedule names its hour, so that of several instances one takes it. */
    id: text().primaryKey(),
    kind: text({ enum: ["backup", "restore"] }).notNull(),
    startedAt: instant().notNull(),
    /** When it was whole; null while it is not. */
    finishedAt: instant(),
    /** The moment as of which everything in it is so. */
    moment: instant(),
    /** Its folder. */
    place: text(),
    bytes: money(),
    /** Why it could not be made; null for one that could. */
    fault: text(),
    /** Of a restore: when all that happened at the gateways since its moment had been read in their lists. */
    comparedAt: instant(),
  },
  (t) => [index("backups_finished").on(t.kind, t.finishedAt)],
);

export type BackupRow = typeof backups.$inferSelect;
