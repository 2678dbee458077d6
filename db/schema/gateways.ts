import { gatewayNames } from "@/lib/contracts/gateways";
import { index, instant, integer, json, primaryKey, table, text } from "../columns";
import { ofAccount, readingByDay } from "./gateway-columns";

/**
 * What may be wrong between the shop and a gateway as a whole. silent_…: requests go unanswered, and no more are sent
 * for a while. refused_…: webhooks were refused: without a signature, with a signature that none of our secrets makes,
 * with one that is old by our clock, or without the secret that the gateway gave us. api_version: the gateway answers
 * in another version of its API than this release was built for. many_declines: more cards are declined than shoppers
 * usually have declined.
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

/** Numbers and codes about it, never a body. */
export type TroubleDetail = {
  /** How far the gateway's clock is ahead of ours, in seconds; negative if it is behind. */
  clockAheadSeconds?: number | undefined;
  version?: string | undefined;
};

/** One row for each kind of trouble, however often it is seen. */
export const gatewayTroubles = table(
  "gateway_troubles",
  {
    gateway: text({ enum: gatewayNames }).notNull(),
    kind: text({ enum: troubleKinds }).notNull(),
    /** How often it was seen since `since`. */
    count: integer().notNull(),
    since: instant().notNull(),
    lastAt: instant().notNull(),
    detail: json<TroubleDetail>().notNull(),
    /** When an alarm was last raised for it. */
    alarmedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.kind] }), index("gateway_troubles_last").on(t.lastAt)],
);

/** How far the daily look has read a gateway's list, by key pair, live and test separate. */
export const dailyLooks = table(
  "daily_looks",
  {
    ...ofAccount(),
    ...readingByDay(),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.keyPair, t.live] })],
);

/** The latest check of the shopper pages, by the origin that was checked. */
export const pageChecks = table("page_checks", {
  /** The shop's origin that was checked. */
  origin: text().primaryKey(),
  checkedAt: instant().notNull(),
  /** One sentence for each unexpected script or header; empty if there are none. */
  differences: json<string[]>().notNull(),
  /** The scripts the pages load or contain, each once. */
  scripts: json<string[]>().notNull(),
  /** Since when there are differences; null while there are none. */
  differsSince: instant(),
});

export type PageCheck = typeof pageChecks.$inferSelect;
export type GatewayTrouble = typeof gatewayTroubles.$inferSelect;
export type DailyLook = typeof dailyLooks.$inferSelect;
