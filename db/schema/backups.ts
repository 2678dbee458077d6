import { index, instant, money, table, text } from "../columns";

/** Each backup that was begun, and each restore. */
export const backups = table(
  "backups",
  {
    /** A scheduled backup's ID contains its hour, so that only one of several instances takes it. */
    id: text().primaryKey(),
    kind: text({ enum: ["backup", "restore"] }).notNull(),
    startedAt: instant().notNull(),
    /** When it was complete; null until then. */
    finishedAt: instant(),
    /** The moment the copy reflects. */
    moment: instant(),
    /** Its folder. */
    place: text(),
    bytes: money(),
    /** Why it failed; null if it did not. */
    fault: text(),
    /** For a restore: when everything that happened at the gateways since its moment had been read from their lists. */
    comparedAt: instant(),
  },
  (t) => [index("backups_finished").on(t.kind, t.finishedAt)],
);

export type BackupRow = typeof backups.$inferSelect;
