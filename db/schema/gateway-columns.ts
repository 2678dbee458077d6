import { gatewayNames, pairNames } from "@/lib/contracts/gateways";
import { boolean, instant, integer, text } from "../columns";

/** Which of the shop's accounts a row is about: at which gateway, by which keys, live or test. */
export const ofAccount = () => ({
  gateway: text({ enum: gatewayNames }).notNull(),
  keyPair: text({ enum: pairNames }).notNull(),
  live: boolean().notNull(),
});

/** How far a gateway's list has been read, day by day and page by page. */
export const readingByDay = () => ({
  /** The day in Seoul to read next, such as 2026-11-21. All days before it are finished. */
  day: text().notNull(),
  /** Where to continue in that day, as the gateway's cursor; null at its beginning. */
  cursor: text(),
  /** How many of the day's entries were listed, are new or changed, and belong to no payment of ours. */
  listed: integer().notNull(),
  found: integer().notNull(),
  notOurs: integer().notNull(),
  /** When a day was last finished. */
  finishedAt: instant(),
  /** Since when the list cannot be read; null while it can. */
  failingSince: instant(),
  tries: integer().notNull(),
  nextAt: instant().notNull(),
  leasedUntil: instant(),
});
