import { gatewayNames } from "@/lib/contracts/gateways";
import { boolean, index, instant, integer, json, primaryKey, table, text } from "../columns";

import { keyPairs } from "./payments";

/**
 * What may be wrong between the shop and a gateway as a whole. silent_…: requests stay unanswered, and no more are sent
 * for a while. refused_…: webhooks were not taken: without a signature, with one that none of our secrets makes, signed
 * long ago by our clock, or without the secret that the gateway gave us. api_version: it answers in another version of its
 * API than this release was made for. many_declines: more cards are declined than shoppers have declined.
 */
export const troubleKinds = [
  "silent_ask",
  "silent_look",
  "silent_list",
  "refused_unsigned",
  "refused_signature",
  "refused_old",
  "refused_secret",
  "api_version",
  "many_declines",
] as const;

/** Numbers and codes to it, and never a body. */
export type TroubleDetail = {
  /** How far the gateway's clock is ahead of ours, in seconds; below zero where it is behind. */
  clockAheadSeconds?: number | undefined;
  version?: string | undefined;
};

/** One row for each kind of trouble, however often it is met. */
export const gatewayTroubles = table(
  "gateway_troubles",
  {
    gateway: text({ enum: gatewayNames }).notNull(),
    kind: text({ enum: troubleKinds }).notNull(),
    /** How often it was met since `since`. */
    count: integer().notNull(),
    since: instant().notNull(),
    lastAt: instant().notNull(),
    detail: json<TroubleDetail>().notNull(),
    /** When the log last asked for a person because of it. */
    alarmedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.kind] }), index("gateway_troubles_last").on(t.lastAt)],
);

/** How far the daily look has come in a gateway's own list, by pair of keys, live and test apart. */
export const dailyLooks = table(
  "daily_looks",
  {
    gateway: text({ enum: gatewayNames }).notNull(),
    keyPair: text({ enum: keyPairs }).notNull(),
    live: boolean().notNull(),
    /** The day in Seoul that is read next, as 2026-11-21. All days before it are finished. */
    day: text().notNull(),
    /** Where in that day to go on, in the gateway's words; null at its beginning. */
    cursor: text(),
    /** How many entries of the day were listed, how many of them nobody had told us, and how many are of no payment of ours. */
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
  },
  (t) => [primaryKey({ columns: [t.gateway, t.keyPair, t.live] })],
);

/** What the newest check of the shopper's pages found, by the address that was checked. */
export const pageChecks = table("page_checks", {
  /** The origin of the shop that was checked. */
  origin: text().primaryKey(),
  checkedAt: instant().notNull(),
  /** One sentence for each script or header that is not as expected; empty where all is. */
  differences: json<string[]>().notNull(),
  /** What the pages load and carry, each once. */
  scripts: json<string[]>().notNull(),
  /** Since when there are differences; null while there are none. */
  differsSince: instant(),
});

export type PageCheck = typeof pageChecks.$inferSelect;
export type GatewayTrouble = typeof gatewayTroubles.$inferSelect;
export type DailyLook = typeof dailyLooks.$inferSelect;
