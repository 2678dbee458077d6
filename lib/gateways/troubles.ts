import { now } from "../clock";
import type { GatewayName } from ".";
import type { Traffic } from "./line";

/**
 * What may be wrong between the shop and a gateway, as a whole and not with one payment. silent_…: requests of this
 * traffic stay unanswered, and no more are sent for a while.
 */
export type TroubleKind = `silent_${Traffic}`;

/** The same trouble, as often as it was met since it was last taken. */
export type Trouble = {
  gateway: GatewayName;
  kind: TroubleKind;
  /** How often it was met; 0 when only its end is told. */
  count: number;
  at: Date;
  detail: Record<string, string | number>;
  /** True when it is over. */
  ended: boolean;
};

// Adapters do not know the database: what they meet waits here, one entry a kind, until the reconcile loop writes it.
const scope = globalThis as typeof globalThis & { twotrackTroubles?: Map<string, Trouble> };
scope.twotrackTroubles ??= new Map();
const met = scope.twotrackTroubles;

/** Counts a trouble. However often it is met, it takes no more room. */
export function noteTrouble(gateway: GatewayName, kind: TroubleKind, detail: Trouble["detail"] = {}) {
  const before = met.get(`${gateway}:${kind}`);
  const count = (before?.count ?? 0) + 1;
  met.set(`${gateway}:${kind}`, { gateway, kind, count, at: now(), detail, ended: false });
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
