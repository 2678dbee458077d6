import { acceptedAmong, acceptedCount } from "@/db/accepted-differences";
import { longestCycles, type MonthSpan, payoutsOfMonth } from "@/db/month-sums";
import {
  acquisitionsOf,
  feeMismatches,
  type Mismatch,
  mismatches,
  owedByGateways,
  remarkableRows,
  type SettledDays,
  type SettledUntil,
  withUnknownDisputes,
} from "@/db/reconciliation";
import type { AcceptedDifference, SettlementRead, StoredSettlement } from "@/db/schema";
import { allSettlementReads } from "@/db/settlement-reads";
import type { Reader } from "@/db/store";
import { unusualFees, usualFees } from "@/db/usual-fees";
import { days, later } from "../../clock";
import { type DifferenceName, endsByPosting, mayBeAccepted } from "../../contracts/differences";
import { settlementKinds } from "../../contracts/settlements";
import { monthAfter, seoulDate, seoulMidnight } from "../../seoul";
import { env } from "../../settings/env";
import { type BankMonth, bankOfMonth } from "./bank";
import { type Difference, type FoundDifference, withKeys } from "./difference";

/** What a month's books and settlements come to. */
export type Reconciliation = {
  differences: Difference[];
  /** Those that staff have looked into and accepted. */
  accepted: (Difference & { acceptance: AcceptedDifference })[];
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
    longestCycles(db, month.live, seoulDate(later(at, -cycleMs)), env().toss.acquisition),
  ]);
  const settled = settledUntil(reads, cycles);
  const paidOutUntil: SettledDays = Object.fromEntries(
    reads.filter(({ part }) => part === "paid_out").map(({ keyPair, day }) => [keyPair, day]),
  );
  const usual = await usualFees(db, { ...month, from: seoulDate(later(month.fromAt, -cycleMs)) });
  // What was accepted must not use up the places of the rest.
  const withAccepted = mostOfSort + 1 + (await acceptedCount(db, month.live));
  const [moved, fees, unusual, rows, payouts, owed, { differences: atBank, ...bank }] = await Promise.all([
    mismatches(db, month, settled, mostOfSort + 1),
    feeMismatches(db, month, settled, mostOfSort + 1),
    unusualFees(db, month, usual, withAccepted),
    remarkableRows(db, month, paidOutUntil, withAccepted),
    payoutsOfMonth(db, month),
    owedByGateways(db, month),
    bankOfMonth(db, month),
  ]);
  const sorts = [
    await withAcquisitions(db, moved.map(ofMovement), settled),
    await ofFees(db, fees, settled),
    unusual.map(ofUnusualFee),
    rows.flatMap(({ row, orderNumber }) => ofRow(row, orderNumber, paidOutUntil)),
  ].map(withKeys);
  const others = withKeys([
    ...payouts.filter(({ state, amount, rows: sum }) => state === "paid" && amount !== sum).map(ofPayout),
    ...payouts.filter(({ state }) => state === "failed").map(ofFailedPayout),
    ...atBank,
  ]);
  const found = [...sorts.flat(), ...others].toSorted(oldestFirst);
  const acceptances = await acceptancesOf(db, month.live, found);
  const open = (list: Difference[]) => list.filter(({ key }) => !acceptances.has(key));
  const openSorts = sorts.map(open);
  return {
    differences: [...openSorts.flatMap((list) => list.slice(0, mostOfSort)), ...open(others)].toSorted(
      oldestFirst,
    ),
    accepted: found.flatMap((difference) => {
      const acceptance = acceptances.get(difference.key);
      return acceptance ? [{ ...difference, acceptance }] : [];
    }),
    more: openSorts.some((list) => list.length > mostOfSort),
    owed: owed.map((sums) => ({ ...sums, remainder: sums.owed - sums.toCome - sums.unlisted })),
    bank,
  };
}

const oldestFirst = (a: Difference, b: Difference) => a.since.getTime() - b.since.getTime();

/** What staff have accepted of these. Posting ends a fee's difference; an acceptance must not hide one that is left. */
const acceptancesOf = (db: Reader, live: boolean, found: Difference[]) =>
  acceptedAmong(
    db,
    live,
    found
      .filter((difference) => mayBeAccepted(difference) && !endsByPosting(difference.name))
      .map(({ key }) => key),
  );

/** Fees that differ. If something else of their payment does too, the gateway has to be asked before they are accepted. */
async function ofFees(db: Reader, fees: Mismatch[], settled: SettledUntil): Promise<FoundDifference[]> {
  const ids = [...new Set(fees.map(({ paymentId }) => paymentId))];
  if (ids.length === 0) return [];
  const [moved, disputed] = await Promise.all([
    mismatches(db, ids, settled, ids.length * settlementKinds.length),
    withUnknownDisputes(db, ids),
  ]);
  const uneven = new Set([...moved.map(({ paymentId }) => paymentId), ...disputed]);
  return fees.map((fee) => ({
    ...differenceOf("fee_differs", fee),
    askFirst: uneven.has(fee.paymentId),
  }));
}

type MonthsPayout = Awaited<ReturnType<typeof payoutsOfMonth>>[number];

/** A payout that is not the sum of its rows. */
const ofPayout = ({ rows, amount, ...payout }: MonthsPayout): FoundDifference => ({
  ...aboutPayout(payout),
  name: "payout_differs",
  kind: "other",
  expected: rows,
  listed: amount,
});

const aboutPayout = ({
  gateway,
  id,
  currency,
  seenAt,
  arrivesOn,
}: Pick<MonthsPayout, "gateway" | "id" | "currency" | "seenAt" | "arrivesOn">) => ({
  gateway,
  transaction: id,
  orderNumber: null,
  paymentId: null,
  currency,
  since: seenAt,
  day: arrivesOn,
});

const ofFailedPayout = ({ amount, ...payout }: MonthsPayout): FoundDifference => ({
  ...aboutPayout(payout),
  name: "payout_failed",
  kind: "payout_failed",
  expected: amount,
  listed: 0,
});

const ofUnusualFee = ({
  row: { gateway, gatewayRow, kind, currency, amount, fee, createdAt, soldOn, paymentId },
  orderNumber,
  rate,
}: Awaited<ReturnType<typeof unusualFees>>[number]): FoundDifference => ({
  name: "fee_unusual",
  gateway,
  transaction: gatewayRow,
  orderNumber,
  paymentId,
  kind,
  currency,
  expected: Math.round((amount * rate) / 10_000),
  listed: fee,
  since: createdAt,
  day: soldOn,
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

function ofMovement(mismatch: Mismatch): FoundDifference {
  if (mismatch.booked === 0) return differenceOf("missing_here", mismatch);
  return differenceOf(mismatch.listed === 0 ? "missing_there" : "amount_differs", mismatch);
}

/**
 * What a shop with a manual contract has not had acquired is in no settlement, and that is not the gateway's mistake: it has
 * its own name, and is nothing if all of it was refunded. What it had acquired since the last day that was read is in the
 * next settlement.
 */
async function withAcquisitions(db: Reader, moved: FoundDifference[], settled: SettledUntil) {
  const ids = moved.flatMap(({ name, paymentId }) =>
    name === "missing_there" && paymentId !== null ? paymentId : [],
  );
  if (env().toss.acquisition === "automatic" || ids.length === 0) return moved;
  const byCard = new Map((await acquisitionsOf(db, [...new Set(ids)])).map((row) => [row.id, row]));
  return moved.flatMap((difference): FoundDifference[] => {
    const payment = byCard.get(difference.paymentId ?? "");
    if (!payment || difference.name !== "missing_there") return [difference];
    const { keyPair, detail, askedAt, refunded, captured } = payment;
    const { acquisition = "ready" } = detail.card ?? {};
    const until = settled[keyPair];
    if (acquisition !== "ready") return askedAt && until && askedAt >= until ? [] : [difference];
    return refunded >= captured ? [] : [{ ...difference, name: "not_acquired" }];
  });
}

const differenceOf = (
  name: DifferenceName,
  { gateway, orderNumber, paymentId, kind, currency, booked, listed, since }: Mismatch,
): FoundDifference => ({
  name,
  gateway,
  transaction: null,
  orderNumber,
  paymentId,
  kind,
  currency,
  expected: booked,
  listed,
  since,
  day: seoulDate(since),
});

/** What is remarkable about a row; several things may be. */
function ofRow(
  row: StoredSettlement,
  orderNumber: string | null,
  paidOutUntil: SettledDays,
): FoundDifference[] {
  const { gateway, gatewayRow, paymentId, kind, currency, amount, net, createdAt, soldOn: day } = row;
  const base = {
    gateway,
    transaction: gatewayRow,
    copy: row.copy,
    orderNumber,
    paymentId,
    kind,
    currency,
    expected: null,
    day,
  };
  const expectedNet = amount - row.fee - row.vat;
  const until = paidOutUntil[row.keyPair];
  const isLate =
    row.paymentId !== null &&
    row.copy === 1 &&
    row.paidOutAt === null &&
    row.payoutOn !== null &&
    until !== undefined &&
    row.payoutOn < until;
  const found: [boolean, Pick<FoundDifference, "name" | "listed" | "since"> & { expected?: number }][] = [
    [row.copy > 1 && row.missingSince === null, { name: "listed_twice", listed: amount, since: createdAt }],
    [row.copy === 1 && row.version > 1, { name: "changed", listed: net, since: createdAt }],
    [
      row.copy === 1 && row.missingSince !== null,
      { name: "withdrawn", listed: amount, since: row.missingSince ?? createdAt },
    ],
    [row.paymentId === null && row.postedAt === null, { name: "not_ours", listed: amount, since: createdAt }],
    [net !== expectedNet, { name: "net_differs", listed: net, expected: expectedNet, since: createdAt }],
    [isLate, { name: "late", listed: net, since: seoulMidnight(row.payoutOn ?? row.soldOn) }],
  ];
  return found.flatMap(([is, difference]) => (is ? [{ ...base, ...difference }] : []));
}
