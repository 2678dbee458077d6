import {
  feeMismatches,
  longestCycles,
  type Mismatch,
  type MonthSpan,
  mismatches,
  owedByGateways,
  payoutsOfMonth,
  remarkableRows,
  type SettledDays,
  type SettledUntil,
  unusualFees,
  usualFees,
} from "@/db/reconciliation";
import type { SettlementRead, StoredSettlement } from "@/db/schema";
import { allSettlementReads } from "@/db/settlement-reads";
import type { Reader } from "@/db/store";
import { days, later } from "../../clock";
import type { DifferenceName } from "../../contracts/differences";
import { monthAfter, seoulDate, seoulMidnight } from "../../seoul";
import { type BankMonth, bankOfMonth } from "./bank";
import type { Difference } from "./difference";

/** What a month's books and settlements come to. */
export type Reconciliation = {
  differences: Difference[];
  /** Whether there are more differences than are listed. */
  more: boolean;
  /** By currency, in minor units. */
  owed: Owed[];
  /** What was paid out beside what arrived at the bank. */
  bank: Omit<BankMonth, "differences">;
};

export type Owed = {
  currency: string;
  /** What the gateways owe for the month's payments, by the books. */
  owed: number;
  /** What their settlements say is still to be paid out. */
  toCome: number;
  /** What the books have and the settlements do not: what is too recent, and the differences. */
  unlisted: number;
  /** What nothing explains; must be 0. */
  remainder: number;
};

/** How many differences of each sort are listed. */
const mostOfSort = 200;

/** How far back the contract's cycle is looked for, in milliseconds. */
const cycleMs = days(62);

/** A month in Seoul, such as 2026-11. */
export function monthSpan(month: string, live: boolean): MonthSpan {
  const from = `${month}-01`;
  const until = `${monthAfter(month)}-01`;
  return { from, until, fromAt: seoulMidnight(from), untilAt: seoulMidnight(until), live };
}

/** Compares a month's books with its settlements. `at` is now. */
export async function reconcileMonth(db: Reader, month: MonthSpan, at: Date): Promise<Reconciliation> {
  const [reads, cycles] = await Promise.all([
    allSettlementReads(db, month.live),
    longestCycles(db, month.live, seoulDate(later(at, -cycleMs))),
  ]);
  const settled = settledUntil(reads, cycles);
  const paidOutUntil: SettledDays = Object.fromEntries(
    reads.filter(({ part }) => part === "paid_out").map(({ keyPair, day }) => [keyPair, day]),
  );
  const usual = await usualFees(db, { ...month, from: seoulDate(later(month.fromAt, -cycleMs)) });
  const [moved, fees, unusual, rows, payouts, owed, { differences: atBank, ...bank }] = await Promise.all([
    mismatches(db, month, settled, mostOfSort + 1),
    feeMismatches(db, month, settled, mostOfSort + 1),
    unusualFees(db, month, usual, mostOfSort + 1),
    remarkableRows(db, month, paidOutUntil, mostOfSort + 1),
    payoutsOfMonth(db, month),
    owedByGateways(db, month),
    bankOfMonth(db, month),
  ]);
  return {
    differences: [
      ...moved.slice(0, mostOfSort).map(ofMovement),
      ...fees.slice(0, mostOfSort).map((fee) => differenceOf("fee_differs", fee)),
      ...unusual.slice(0, mostOfSort).map(ofUnusualFee),
      ...rows.slice(0, mostOfSort).flatMap(({ row, orderNumber }) => ofRow(row, orderNumber, paidOutUntil)),
      ...payouts
        .filter(({ state, amount, rows: sum }) => state === "paid" && amount !== sum)
        .map(
          ({ gateway, id, currency, amount, rows: sum, seenAt }): Difference => ({
            name: "payout_differs",
            gateway,
            transaction: id,
            orderNumber: null,
            kind: "other",
            currency,
            expected: sum,
            listed: amount,
            since: seenAt,
          }),
        ),
      ...payouts.filter(({ state }) => state === "failed").map(ofFailedPayout),
      ...atBank,
    ].toSorted((a, b) => a.since.getTime() - b.since.getTime()),
    more: [moved, fees, unusual, rows].some((list) => list.length > mostOfSort),
    owed: owed.map((sums) => ({ ...sums, remainder: sums.owed - sums.toCome - sums.unlisted })),
    bank,
  };
}

const ofUnusualFee = ({
  row: { gateway, gatewayRow, kind, currency, amount, fee, createdAt },
  orderNumber,
  rate,
}: Awaited<ReturnType<typeof unusualFees>>[number]): Difference => ({
  name: "fee_unusual",
  gateway,
  transaction: gatewayRow,
  orderNumber,
  kind,
  currency,
  expected: Math.round((amount * rate) / 10_000),
  listed: fee,
  since: createdAt,
});

const ofFailedPayout = ({
  gateway,
  id,
  currency,
  amount,
  seenAt,
}: Awaited<ReturnType<typeof payoutsOfMonth>>[number]): Difference => ({
  name: "payout_failed",
  gateway,
  transaction: id,
  orderNumber: null,
  kind: "payout_failed",
  currency,
  expected: amount,
  listed: 0,
  since: seenAt,
});

/**
 * What was posted before this moment must have been listed: the days that were read, less the longest time between a
 * payment and the day it counts as sold.
 */
const settledUntil = (
  reads: SettlementRead[],
  cycles: Awaited<ReturnType<typeof longestCycles>>,
): SettledUntil =>
  Object.fromEntries(
    reads.flatMap(({ part, keyPair, day }) => {
      const cycle = cycles[keyPair];
      return part === "sold" && cycle !== undefined
        ? [[keyPair, later(seoulMidnight(day), -days(cycle))]]
        : [];
    }),
  );

function ofMovement(mismatch: Mismatch): Difference {
  if (mismatch.booked === 0) return differenceOf("missing_here", mismatch);
  return differenceOf(mismatch.listed === 0 ? "missing_there" : "amount_differs", mismatch);
}

const differenceOf = (
  name: DifferenceName,
  { gateway, orderNumber, kind, currency, booked, listed, since }: Mismatch,
): Difference => ({
  name,
  gateway,
  transaction: null,
  orderNumber,
  kind,
  currency,
  expected: booked,
  listed,
  since,
});

/** What is remarkable about a row; several things may be. */
function ofRow(row: StoredSettlement, orderNumber: string | null, paidOutUntil: SettledDays): Difference[] {
  const { gateway, gatewayRow, kind, currency, amount, net, createdAt } = row;
  const base = { gateway, transaction: gatewayRow, orderNumber, kind, currency, expected: null };
  const expectedNet = amount - row.fee - row.vat;
  const until = paidOutUntil[row.keyPair];
  const isLate =
    row.paymentId !== null &&
    row.copy === 1 &&
    row.paidOutAt === null &&
    row.payoutOn !== null &&
    until !== undefined &&
    row.payoutOn < until;
  const found: [boolean, Pick<Difference, "name" | "listed" | "since"> & { expected?: number }][] = [
    [row.copy > 1, { name: "listed_twice", listed: amount, since: createdAt }],
    [row.version > 1, { name: "changed", listed: net, since: createdAt }],
    [row.missingSince !== null, { name: "withdrawn", listed: amount, since: row.missingSince ?? createdAt }],
    [row.paymentId === null && row.postedAt === null, { name: "not_ours", listed: amount, since: createdAt }],
    [net !== expectedNet, { name: "net_differs", listed: net, expected: expectedNet, since: createdAt }],
    [isLate, { name: "late", listed: net, since: seoulMidnight(row.payoutOn ?? row.soldOn) }],
  ];
  return found.flatMap(([is, difference]) => (is ? [{ ...base, ...difference }] : []));
}
