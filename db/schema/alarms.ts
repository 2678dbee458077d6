import { sql } from "drizzle-orm";
import type { AlarmName } from "@/lib/contracts/alarm-names";
import { boolean, index, instant, integer, json, table, text, uniqueIndex } from "../columns";

/** Alarms: one row per name, spanning at most a day, with how often it was raised. */
export const alarms = table(
  "alarms",
  {
    id: text().primaryKey(),
    name: text().$type<AlarmName>().notNull(),
    since: instant().notNull(),
    lastAt: instant().notNull(),
    count: integer().notNull(),
    /** Some examples of what it was about, in codes and IDs. */
    lines: json<string[]>().notNull(),
    /** Null while it is counting. */
    endedAt: instant(),
    /** True if the problem is over, and not just the row. */
    over: boolean().notNull().default(false),
    /** How much of `count` was sent to people, whether they know that it is over, and when they were last notified. */
    told: integer().notNull().default(0),
    toldOver: boolean().notNull().default(false),
    toldAt: instant(),
    /** When people may be notified next: at once, or when the waiting period is over. */
    tellAt: instant().notNull(),
    tries: integer().notNull().default(0),
    leasedUntil: instant(),
  },
  (t) => [
    uniqueIndex("alarms_one_open").on(t.name).where(sql`${t.endedAt} IS NULL`),
    index("alarms_since").on(t.since),
  ],
);

/** Alarms that are silenced until a moment. */
export const silences = table("alarm_silences", {
  name: text().$type<AlarmName>().primaryKey(),
  until: instant().notNull(),
  /** Who silenced it, such as `staff:<id>`. */
  by: text().notNull(),
});

export type AlarmRow = typeof alarms.$inferSelect;
