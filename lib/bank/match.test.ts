import { expect, test } from "vitest";
import { type Deposit, type ExpectedDeposit, matchDeposits } from "./match";

const payout = (day: string, amount: number, of: Partial<ExpectedDeposit> = {}): ExpectedDeposit => ({
  gateway: "toss",
  payout: null,
  day,
  currency: "KRW",
  amount,
  ...of,
});

let serial = 0;
const line = (day: string, amount: number, of: Partial<Deposit> = {}): Deposit => {
  serial += 1;
  return {
    id: `line-${serial}`,
    day,
    currency: "KRW",
    amount,
    description: "토스페이먼츠",
    gateway: "toss",
    ...of,
  };
};

/** What every match is, with its payout's day and amount and its lines' amounts. */
const told = (
  expected: ExpectedDeposit[],
  deposits: Deposit[],
  covered = [{ currency: "KRW", firstDay: "2028-02-01", lastDay: "2028-02-29" }],
) =>
  matchDeposits(expected, deposits, covered)
    .map((match) => {
      if ("line" in match) return `${match.is} ${match.line.amount}`;
      const lines = "lines" in match ? match.lines.map(({ amount }) => amount).join("+") : "";
      return `${match.is} ${match.expected.amount} ${lines}`.trim();
    })
    .toSorted();

test("a deposit on the day of its payout, and one after a weekend", () => {
  expect(
    told(
      [payout("2028-02-04", 500), payout("2028-02-05", 700)],
      [line("2028-02-04", 500), line("2028-02-07", 700)],
    ),
  ).toEqual(["arrived 500 500", "arrived 700 700"]);
});

test("the same amount on two days: each deposit belongs to its day", () => {
  const matches = matchDeposits(
    [payout("2028-02-08", 500), payout("2028-02-04", 500)],
    [line("2028-02-08", 500), line("2028-02-04", 500)],
    [],
  );
  for (const match of matches)
    expect(match).toMatchObject({
      is: "arrived",
      lines: [{ day: "expected" in match && match.expected.day }],
    });
});

test("a payout that is not there, and one that no statement covers", () => {
  expect(told([payout("2028-02-04", 500), payout("2028-03-02", 700)], [])).toEqual([
    "absent 500",
    "unseen 700",
  ]);
});

test("less arrives, more arrives, and the same once more", () => {
  expect(
    told(
      [payout("2028-02-04", 500), payout("2028-02-08", 700), payout("2028-02-10", 900)],
      [line("2028-02-04", 490), line("2028-02-08", 750), line("2028-02-10", 900), line("2028-02-11", 900)],
    ),
  ).toEqual(["arrived 900 900", "differs 500 490", "differs 700 750", "twice 900"]);
});

test("a deposit that comes twice does not hide that the next one is not there", () => {
  expect(
    told(
      [payout("2028-02-10", 900), payout("2028-02-11", 800)],
      [line("2028-02-10", 900), line("2028-02-11", 900)],
    ),
  ).toEqual(["absent 800", "arrived 900 900", "twice 900"]);
});

test("two payouts of a day in one deposit, and one payout in two", () => {
  expect(told([payout("2028-02-04", 500), payout("2028-02-04", 300)], [line("2028-02-04", 800)])).toEqual([
    "arrived 300 800",
    "arrived 500 800",
  ]);
  expect(told([payout("2028-02-04", 800)], [line("2028-02-04", 500), line("2028-02-04", 300)])).toEqual([
    "arrived 800 500+300",
  ]);
});

test("a bank that names nobody: day and amount are enough; another gateway's line is not taken", () => {
  expect(
    told(
      [payout("2028-02-04", 500)],
      [
        line("2028-02-04", 500, { gateway: "stripe" }),
        line("2028-02-04", 500, { gateway: null, description: "PG" }),
      ],
    ),
  ).toEqual(["arrived 500 500", "unknown 500"]);
});

test("a deposit in another currency is another deposit", () => {
  expect(told([payout("2028-02-04", 500)], [line("2028-02-04", 500, { currency: "USD" })])).toEqual([
    "absent 500",
    "unknown 500",
  ]);
});
