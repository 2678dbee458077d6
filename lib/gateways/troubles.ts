import { now } from "../clock";
import type { GatewayName } from "../contracts/gateways";
import { meter } from "../meter";
import type { Refusal } from "./gateway";
import type { Traffic } from "./traffic";

/**
 * What may be wrong between the shop and a gateway as a whole, rather than with one payment. silent_…: requests of this
 * traffic are not answered, and no more are sent for a while. refused_…: its webhooks were refused. api_version: it
 * answers in another API version than we read. many_declines: more cards are declined than is normal.
 */
export type TroubleKind = `silent_${Traffic}` | `refused_${Refusal["why"]}` | "api_version" | "many_declines";

/** Numbers and codes, never a body. */
export type TroubleDetail = {
  /** How far the gateway's clock is ahead of ours, in seconds; negative if it is behind. */
  clockAheadSeconds?: number | undefined;
  version?: string | undefined;
};

/** One kind of trouble, with how often it occurred since it was last taken. */
export type Trouble = {
  gateway: GatewayName;
  kind: TroubleKind;
  /** How often it occurred; 0 if only its end is reported. */
  count: number;
  at: Date;
  detail: TroubleDetail;
  /** Whether it is over. */
  ended: boolean;
};

// Adapters do not use the database: troubles wait here, one entry per kind, until the reconcile loop stores them.
const scope = globalThis as typeof globalThis & {
  twotrackTroubles?: Map<string, Trouble>;
  twotrackClocks?: Map<GatewayName, number>;
};
scope.twotrackTroubles ??= new Map();
scope.twotrackClocks ??= new Map();
const met = scope.twotrackTroubles;
const clocks = scope.twotrackClocks;

/** Counts a trouble. However often it occurs, it takes no more memory. */
export function noteTrouble(gateway: GatewayName, kind: TroubleKind, detail: Trouble["detail"] = {}) {
  const before = met.get(`${gateway}:${kind}`);
  const count = (before?.count ?? 0) + 1;
  met.set(`${gateway}:${kind}`, { gateway, kind, count, at: now(), detail, ended: false });
}

/**
 * Counts a refused webhook, with the clock difference from its signature if that is ours, or from the gateway's last
 * response.
 */
export function noteRefused(gateway: GatewayName, { why, clockAheadSeconds = clocks.get(gateway) }: Refusal) {
  meter()?.webhookRefused(gateway, why);
  noteTrouble(gateway, `refused_${why}`, { clockAheadSeconds });
}

/** Records a gateway's clock difference from the `Date` header of a response. */
export function noteClock(gateway: GatewayName, date: string | undefined) {
  const at = Date.parse(date ?? "");
  if (!Number.isNaN(at)) clocks.set(gateway, Math.round((at - now().getTime()) / 1_000));
}

/** Reports that a trouble is over. What was counted of it and is not taken yet is kept. */
export function endTrouble(gateway: GatewayName, kind: TroubleKind) {
  const before = met.get(`${gateway}:${kind}`);
  const { count, detail } = before ?? { count: 0, detail: {} };
  met.set(`${gateway}:${kind}`, { gateway, kind, count, at: now(), detail, ended: true });
}

/** Returns all troubles since the last call, and clears them. */
export function takeTroubles(): Trouble[] {
  const taken = [...met.values()];
  met.clear();
  return taken;
}
