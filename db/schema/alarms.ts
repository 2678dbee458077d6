import { sql } from "drizzle-orm";
import type { AlarmName } from "@/lib/contracts/alarm-names";
import { boolean, index, instant, integer, json, table, text, uniqueIndex } from "../columns";

/** What people were called for: a row for each name, for a day at most, with how often it was raised. */
export const alarms = table(
  "alarms",
  {
    id: text().primaryKey(),
    name: text().$type<AlarmName>().notNull(),
    since: instant().notNull(),
    lastAt: instant().notNull(),
    count: integer().notNull(),
    /** A few of the things it was about, in codes and ids. */
    lines: json<string[]>().notNull(),
    /** Null while it counts on. */
    endedAt: instant(),
    /** True where what it told of is over, and not only the row. */
    over: boolean().notNull().default(false),
    /** How many of `count` people were told of, whether of its end too, and when last. */
    told: integer().notNull().default(0),
    toldOver: boolean().notNull().default(false),
    toldAt: instant(),
    /** When people may be told next: at once, or when the time for which it is held back is over. */
    tellAt: instant().notNull(),
    tries: integer().notNull().default(0),
    leasedUntil: instant(),
  },
  (t) => [
    uniqueIndex("alarms_one_open").on(t.name).where(sql`${t.endedAt} IS NULL`),
    index("alarms_since").on(t.since),
  ],
);

/** Alarms of which nobody is told until a moment. */
export const silences = table("alarm_silences", {
  name: text().$type<AlarmName>().primaryKey(),
  until: instant().notNull(),
  /** Who silenced it, such as `staff:<id>`. */
  by: text().notNull(),
});

export type AlarmRow = typeof alarms.$inferSelect;
