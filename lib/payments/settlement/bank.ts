import {
  bankLinesOfSpan,
  bookedAtBank,
  type DaySpan,
  paidOutSums,
  reportedPayouts,
  statementsOfSpan,
} from "@/db/bank";
import type { MonthSpan } from "@/db/month-sums";
import type { BankStatement, StoredBankLine } from "@/db/schema";
import type { Reader } from "@/db/store";
import { type Deposit, type ExpectedDeposit, type Matched, matchDeposits } from "../../bank/match";
import { days, later } from "../../clock";
import type { DifferenceName } from "../../contracts/differences";
import { gatewayNamed } from "../../gateways/all-traits";
import { seoulDate, seoulMidnight } from "../../seoul";
import type { FoundDifference } from "./difference";

// What the gateways paid out beside what arrived at the bank.

type Line = Deposit & StoredBankLine;
export type BankMatch = Matched<ExpectedDeposit, Line>;

/** What the books have in the bank for a month, beside what arrived. In minor units of `currency`. */
export type BankSum = {
  currency: string;
  /** What the books say was paid out. */
  booked: number;
  /** What the payouts have besides: other shops' money, and what a payout with a minus moves to the next one. */
  besides: number;
  /** What no statement covers yet. */
  unseen: number;
  /** What a statement covers and does not have, and what arrived in another amount; the differences. */
  missing: number;
  /** What arrived. */
  arrived: number;
  /** What nothing explains; must be 0. */
  remainder: number;
};

export type BankMonth = {
  matches: BankMatch[];
  sums: BankSum[];
  statements: BankStatement[];
  differences: FoundDifference[];
};

/** A deposit may belong to a payout of the month before or after. In milliseconds. */
const marginMs = days(10);

/** A span of days, with what may belong to payouts of the days before and after it. */
export const spanAround = (from: string, until: string, live: boolean): DaySpan => ({
  live,
  from: seoulDate(later(seoulMidnight(from), -marginMs)),
  until: seoulDate(later(seoulMidnight(until), marginMs)),
});

/** Compares what the gateways paid out in a month with the bank statements. */
export async function bankOfMonth(db: Reader, month: MonthSpan): Promise<BankMonth> {
  const { live, from, until } = month;
  const around = spanAround(from, until, live);
  const [expected, lines, statements, booked, posted] = await Promise.all([
    expectedDeposits(db, around),
    bankLinesOfSpan(db, around),
    statementsOfSpan(db, around),
    bookedAtBank(db, month),
    paidOutSums(db, month),
  ]);
  const isInMonth = (day: string) => from <= day && day < until;
  const deposits = lines.map((line) => ({ ...line, gateway: gatewayNamed(line.description) }));
  const matches = matchDeposits(expected, deposits, statements).filter((match) =>
    isInMonth("expected" in match ? match.expected.day : match.line.day),
  );
  const own = posted.reduce((sums, row) => added(sums, row.currency, row.posted), new Map<string, number>());
  return {
    matches,
    sums: sumsOf(matches, new Map(booked.map((sum) => [sum.currency, sum.booked])), own),
    statements: statements.filter(({ firstDay, lastDay }) => firstDay < until && lastDay >= from),
    differences: matches.flatMap(differenceOf),
  };
}

/** What should arrive at the bank in a span: reported payouts, and per day what a gateway pays out by the day. */
export async function expectedDeposits(db: Reader, span: DaySpan): Promise<ExpectedDeposit[]> {
  const [sums, reported] = await Promise.all([paidOutSums(db, span), reportedPayouts(db, span)]);
  const expected: ExpectedDeposit[] = reported
    .filter(({ state }) => state === "paid")
    .map(({ gateway, id, arrivesOn, currency, amount }) => ({
      gateway,
      payout: id,
      day: arrivesOn,
      currency,
      amount,
    }));
  // A gateway that pays out by the day takes what a day has too little from the next one.
  const owed = new Map<string, number>();
  for (const { gateway, currency, day, payout, listed } of sums) {
    if (payout !== null) continue;
    const name = `${gateway} ${currency}`;
    const amount = listed + (owed.get(name) ?? 0);
    owed.set(name, Math.min(0, amount));
    if (amount > 0) expected.push({ gateway, payout, day, currency, amount });
  }
  return expected;
}

function added(sums: Map<string, number>, name: string, amount: number) {
  return sums.set(name, (sums.get(name) ?? 0) + amount);
}

function sumsOf(matches: BankMatch[], booked: Map<string, number>, posted: Map<string, number>): BankSum[] {
  const currencies = new Set([
    ...booked.keys(),
    ...matches.map((match) => ("expected" in match ? match.expected.currency : match.line.currency)),
  ]);
  return [...currencies].toSorted().map((currency) => {
    const of = { expected: 0, unseen: 0, missing: 0, arrived: 0 };
    // One line may be several payouts.
    const seen = new Set<Line>();
    for (const match of matches) {
      if (!("expected" in match) || match.expected.currency !== currency) continue;
      const { amount } = match.expected;
      const lines = "lines" in match ? match.lines.filter((line) => !seen.has(line)) : [];
      for (const line of lines) seen.add(line);
      of.expected += amount;
      if (match.is === "unseen") of.unseen += amount;
      if (match.is === "absent") of.missing += amount;
      if (match.is === "differs") of.missing += amount - total(lines);
      of.arrived += total(lines);
    }
    const own = booked.get(currency) ?? 0;
    const besides = of.expected - (posted.get(currency) ?? 0);
    const { unseen, missing, arrived } = of;
    const remainder = own + besides - unseen - missing - arrived;
    return { currency, booked: own, besides, unseen, missing, arrived, remainder };
  });
}

const total = (lines: Line[]) => lines.reduce((sum, { amount }) => sum + amount, 0);

/** What a match says of the bank, if anything is wrong with it. */
function differenceOf(match: BankMatch): FoundDifference[] {
  if (match.is === "arrived" || match.is === "unseen") return [];
  if (!("expected" in match)) {
    const { line } = match;
    const gateway = match.is === "twice" ? match.like.gateway : line.gateway;
    const name = match.is === "twice" ? "deposit_twice" : "deposit_unknown";
    // A line that names no gateway was kept because it is as large as a payout.
    return gateway === null ? [] : [atBank(name, { ...line, gateway }, null, line.amount)];
  }
  const { expected } = match;
  if (match.is === "absent") return [atBank("payout_not_in_bank", expected, expected.amount, 0)];
  const arrived = total(match.lines);
  return [
    atBank(arrived < expected.amount ? "deposit_short" : "deposit_over", expected, expected.amount, arrived),
  ];
}

const atBank = (
  name: DifferenceName,
  of: Pick<ExpectedDeposit, "gateway" | "currency" | "day"> & {
    payout?: string | null;
    description?: string;
  },
  expected: number | null,
  listed: number,
): FoundDifference => ({
  name,
  gateway: of.gateway,
  transaction: of.payout ?? [of.day, of.description].filter(Boolean).join(" "),
  orderNumber: null,
  paymentId: null,
  kind: "other",
  currency: of.currency,
  expected,
  listed,
  since: seoulMidnight(of.day),
  day: of.day,
});
