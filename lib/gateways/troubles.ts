import { now } from "../clock";
import type { GatewayName } from "../contracts/gateways";
import { meter } from "../meter";
import type { Refusal } from "./gateway";
import type { Traffic } from "./traffic";

/**
 * What may be wrong between the shop and a gateway, as a whole and not with one payment. silent_…: requests of this
 * traffic stay unanswered, and no more are sent for a while. refused_…: its webhooks were not taken. api_version: it
 * answers in another version of its API than we read. many_declines: more cards are declined than shoppers have declined.
 */
export type TroubleKind = `silent_${Traffic}` | `refused_${Refusal["why"]}` | "api_version" | "many_declines";

/** Numbers and codes to it, and never a body. */
export type TroubleDetail = {
  /** How far the gateway's clock is ahead of ours, in seconds; below zero where it is behind. */
  clockAheadSeconds?: number | undefined;
  version?: string | undefined;
};

/** The same trouble, as often as it was met since it was last taken. */
export type Trouble = {
  gateway: GatewayName;
  kind: TroubleKind;
  /** How often it was met; 0 when only its end is told. */
  count: number;
  at: Date;
  detail: TroubleDetail;
  /** True when it is over. */
  ended: boolean;
};

// Adapters do not know the database: what they meet waits here, one entry a kind, until the reconcile loop writes it.
const scope = globalThis as typeof globalThis & {
  twotrackTroubles?: Map<string, Trouble>;
  twotrackClocks?: Map<GatewayName, number>;
};
scope.twotrackTroubles ??= new Map();
scope.twotrackClocks ??= new Map();
const met = scope.twotrackTroubles;
const clocks = scope.twotrackClocks;

/** Counts a trouble. However often it is met, it takes no more room. */
export function noteTrouble(gateway: GatewayName, kind: TroubleKind, detail: Trouble["detail"] = {}) {
  const before = met.get(`${gateway}:${kind}`);
  const count = (before?.count ?? 0) + 1;
  met.set(`${gateway}:${kind}`, { gateway, kind, count, at: now(), detail, ended: false });
}

/**
 * Counts a webhook that was not taken, with the difference of the clocks: as the signature tells it where it is ours, else
 * as the gateway's last answer told it.
 */
export function noteRefused(gateway: GatewayName, { why, clockAheadSeconds = clocks.get(gateway) }: Refusal) {
  meter()?.webhookRefused(gateway, why);
  noteTrouble(gateway, `refused_${why}`, { clockAheadSeconds });
}

/** Notes what a gateway's clock says, from the `Date` header of an answer. */
export function noteClock(gateway: GatewayName, date: string | undefined) {
  const at = Date.parse(date ?? "");
  if (!Number.isNaN(at)) clocks.set(gateway, Math.round((at - now().getTime()) / 1_000));
}

/** Says that a trouble is over. */
export function endTrouble(gateway: GatewayName, kind: TroubleKind) {
  met.set(`${gateway}:${kind}`, { gateway, kind, count: 0, at: now(), detail: {}, ended: true });
}

/** All that was met since the last time, and forgets it. */
export function takeTroubles(): Trouble[] {
  const taken = [...met.values()];
  met.clear();
  return taken;
}
