import { paidOutByDay, settledByKind } from "@/db/reconciliation";
import { db } from "@/db/store";
import { pullProgress } from "@/lib/payments/settlement/pull";
import { monthSpan, reconcileMonth } from "@/lib/payments/settlement/reconcile";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";

/**
 * A month in Seoul, such as 2026-11, as the gateways settled it: what was sold and kept, what is paid out on which day,
 * what the books say of it, and how far the gateways' lists were read. Amounts in minor units. Throws forbidden.
 */
export async function settlementMonth(staff: Staff, month: string, at: Date) {
  assertMay(staff, "orders:read");
  const span = monthSpan(month, env().live);
  const [kinds, days, reconciliation, reads] = await Promise.all([
    settledByKind(db, span),
    paidOutByDay(db, span),
    reconcileMonth(db, span, at),
    pullProgress(),
  ]);
  return { totals: totalsOf(kinds), days, reads, ...reconciliation };
}

export type SettlementMonth = Awaited<ReturnType<typeof settlementMonth>>;
type Kind = Awaited<ReturnType<typeof settledByKind>>[number];

/** What a gateway settled in a month in one currency, in minor units. */
export type SettlementTotal = Pick<Kind, "gateway" | "currency" | "fee" | "vat" | "net"> & {
  sold: number;
  /** What went back to shoppers and banks; negative. */
  returned: number;
  /** What belongs to no payment, such as a monthly fee. */
  other: number;
};

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
    else if (kind === "other") total.other += amount;
    else total.returned += amount;
    total.fee += fee;
    total.vat += vat;
    total.net += net;
  }
  return [...totals.values()].toSorted((a, b) => (a.gateway < b.gateway ? -1 : 1));
}
