import { isDeepStrictEqual } from "node:util";
import { type MonthSpan, paidOutByDay, settledByKind } from "@/db/month-sums";
import type { SettlementRead, SettlementTotal } from "@/db/schema";
import { closingOf } from "@/db/settlements";
import { db } from "@/db/store";
import type { WhyNotClosed } from "../../contracts/desk/settlements";
import { env } from "../../settings/env";
import { pullProgress } from "./pull";
import { monthSpan, type Reconciliation, reconcileMonth } from "./reconcile";

/**
 * A month in Seoul, such as 2026-11, as the gateways settled it: what was sold and kept, what is paid out on which day,
 * what the books say of it, how far the gateways' lists were read, and whether it is closed. Amounts in minor units.
 */
export async function settledMonth(month: string, at: Date) {
  const span = monthSpan(month, env().live);
  const [kinds, days, reconciliation, reads, closing] = await Promise.all([
    settledByKind(db, span),
    paidOutByDay(db, span),
    reconcileMonth(db, span, at),
    pullProgress(),
    closingOf(db, span.live, month),
  ]);
  const totals = totalsOf(kinds);
  return {
    totals,
    days,
    reads,
    ...reconciliation,
    closing,
    /** Whether a closed month has other figures now: what changed belongs to a later month. */
    isChanged: closing !== undefined && !isDeepStrictEqual(closing.totals, totals),
    mayNotClose: whyNotClosed(span, { reads, reconciliation, at }),
  };
}

/** Why a month cannot be closed; null if it can. */
function whyNotClosed(
  { until, untilAt }: MonthSpan,
  { reads, reconciliation, at }: { reads: SettlementRead[]; reconciliation: Reconciliation; at: Date },
): WhyNotClosed | null {
  if (at < untilAt) return "not_over";
  if (reads.length === 0 || reads.some(({ part, day }) => part === "sold" && day < until)) return "unread";
  if ([...reconciliation.owed, ...reconciliation.bank.sums].some(({ remainder }) => remainder !== 0))
    return "remainder";
  return null;
}

export type SettledMonth = Awaited<ReturnType<typeof settledMonth>>;
type Kind = Awaited<ReturnType<typeof settledByKind>>[number];

const soldKinds: ReadonlySet<string> = new Set(["capture"]);

function totalsOf(kinds: Kind[]): SettlementTotal[] {
  const totals = new Map<string, SettlementTotal>();
  for (const { gateway, currency, kind, amount, fee, vat, net } of kinds) {
    const key = `${gateway} ${currency}`;
    const total = totals.get(key) ?? {
      gateway,
      currency,
      sold: 0,
      returned: 0,
      other: 0,
      fee: 0,
      vat: 0,
      net: 0,
    };
    totals.set(key, total);
    if (soldKinds.has(kind)) total.sold += amount;
    else if (kind === "fee") total.fee -= amount;
    else if (kind === "other" || kind === "payout_failed") total.other += amount;
    else total.returned += amount;
    total.fee += fee;
    total.vat += vat;
    total.net += net;
  }
  return [...totals.values()].toSorted((a, b) => (a.gateway < b.gateway ? -1 : 1));
}
