import type { GatewayName } from "../contracts/gateways";
import { dayAfter } from "../seoul";

/** What a gateway says that it paid to the shop's bank account. Amounts in minor units of `currency`. */
export type ExpectedDeposit = {
  gateway: GatewayName;
  /** The gateway's ID of the payout, or null if it pays out by the day. */
  payout: string | null;
  /** The day it should arrive, such as 2028-02-05. */
  day: string;
  currency: string;
  amount: number;
};

/** A line of a bank statement. */
export type Deposit = {
  id: string;
  day: string;
  currency: string;
  /** Negative if it was taken from the account. */
  amount: number;
  description: string;
  /** Which gateway the description names. */
  gateway: GatewayName | null;
};

/** Days that bank statements cover, both included. */
export type Covered = { currency: string; firstDay: string; lastDay: string };

/** What became of an expected deposit, or what a line is that nothing expected. */
export type Matched<E extends ExpectedDeposit, D extends Deposit> =
  | { is: "arrived"; expected: E; lines: D[] }
  /** It arrived with another amount. */
  | { is: "differs"; expected: E; lines: D[] }
  /** A statement covers its day and does not have it. */
  | { is: "absent"; expected: E }
  /** No statement covers its day yet. */
  | { is: "unseen"; expected: E }
  /** The same deposit as another line. */
  | { is: "twice"; line: D; like: E }
  | { is: "unknown"; line: D };

/** A bank credits a payout on its day, or after a weekend and holidays. */
const latestDays = 5;

/**
 * Matches deposits with what gateways paid out: by day and amount, then what a gateway paid in several deposits, and then
 * by the gateway that a line names. Each line is used once. Both lists are of one span of days, in any order.
 */
export function matchDeposits<E extends ExpectedDeposit, D extends Deposit>(
  expected: E[],
  deposits: D[],
  covered: Covered[],
): Matched<E, D>[] {
  const free = new Set(byDay(deposits));
  const open = new Set(byDay(expected));
  const matched: Matched<E, D>[] = [];
  const take = (is: "arrived" | "differs", of: E, lines: D[]) => {
    for (const line of lines) free.delete(line);
    open.delete(of);
    matched.push({ is, expected: of, lines });
  };
  for (const of of open) {
    const line = exact(of, free);
    if (line) take("arrived", of, [line]);
  }
  for (const of of open) {
    const others = [...open].filter((other) => isSameDay(other, of));
    const line = exact({ ...of, amount: sum(others) }, free);
    if (line && others.length > 1) {
      for (const other of others) take("arrived", other, [line]);
      continue;
    }
    const parts = [...free].filter((deposit) => isOf(of, deposit));
    if (parts.length > 1 && sum(parts) === of.amount) take("arrived", of, parts);
  }
  const firstOf = (line: D) =>
    matched.find((match) => "lines" in match && match.lines.some((other) => isTwice(other, line)));
  for (const of of open) {
    const lines = [...free].filter(
      (line) => isOf(of, line) && Math.sign(line.amount) === Math.sign(of.amount) && !firstOf(line),
    );
    const nearest = lines.toSorted(
      (a, b) => Math.abs(a.amount - of.amount) - Math.abs(b.amount - of.amount),
    )[0];
    if (nearest) take("differs", of, [nearest]);
  }
  for (const of of open) matched.push({ is: isCovered(of, covered) ? "absent" : "unseen", expected: of });
  for (const line of free) {
    const first = firstOf(line);
    if (first && "expected" in first) matched.push({ is: "twice", line, like: first.expected });
    else matched.push({ is: "unknown", line });
  }
  return matched;
}

const byDay = <Item extends { day: string }>(items: Item[]) =>
  items.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));

const sum = (items: { amount: number }[]) => items.reduce((all, { amount }) => all + amount, 0);

/** The line of this amount on its day or soon after; one that names the gateway first. */
function exact<D extends Deposit>(expected: ExpectedDeposit, free: Set<D>): D | undefined {
  const until = daysAfter(expected.day, latestDays);
  const lines = [...free].filter(
    ({ currency, amount, day, gateway }) =>
      currency === expected.currency &&
      amount === expected.amount &&
      day >= expected.day &&
      day <= until &&
      (gateway === null || gateway === expected.gateway),
  );
  const first = lines[0];
  return first && (lines.find(({ day, gateway }) => day === first.day && gateway !== null) ?? first);
}

const isSameDay = (a: ExpectedDeposit, b: ExpectedDeposit) =>
  a.gateway === b.gateway && a.currency === b.currency && a.day === b.day;

/** Whether the line names the gateway, on the day of the payout or the day after it. */
const isOf = (expected: ExpectedDeposit, { gateway, currency, day }: Deposit) =>
  gateway === expected.gateway &&
  currency === expected.currency &&
  (day === expected.day || day === dayAfter(expected.day));

const isCovered = ({ currency, day }: ExpectedDeposit, covered: Covered[]) =>
  covered.some((span) => span.currency === currency && span.firstDay <= day && day <= span.lastDay);

const isTwice = (other: Deposit, line: Deposit) =>
  other.amount === line.amount &&
  other.currency === line.currency &&
  (other.description === line.description || (line.gateway !== null && other.gateway === line.gateway)) &&
  other.day <= line.day &&
  line.day <= daysAfter(other.day, latestDays);

function daysAfter(day: string, days: number) {
  let after = day;
  for (let n = 0; n < days; n += 1) after = dayAfter(after);
  return after;
}
