import { expect, test } from "vitest";
import { netOf, sumsByCurrency } from "./sums";

const none = { sales: 0, refunds: 0, disputed: 0, sold: 0, givenBack: 0 };
const of = { ...none, day: "2026-03-01", gateway: "toss", method: "CARD", currency: "KRW" } as const;
const span = ["2026-03-01", "2026-03-02", "2026-03-03"];

test("won and dollars are summed apart", () => {
  const sums = sumsByCurrency(
    [
      { ...of, gateway: "stripe", currency: "USD", sales: 4_500, sold: 1 },
      { ...of, sales: 59_000, sold: 2 },
    ],
    span,
  );
  expect(sums.map(({ currency, total }) => [currency, total])).toEqual([
    ["KRW", { ...none, sales: 59_000, sold: 2 }],
    ["USD", { ...none, sales: 4_500, sold: 1 }],
  ]);
});

test("every day of the span is there, and a method is summed over days and gateways", () => {
  const [won] = sumsByCurrency(
    [
      { ...of, method: "TRANSFER", sales: 100, sold: 1 },
      { ...of, sales: 1_000, sold: 1 },
      { ...of, gateway: "stripe", day: "2026-03-03", sales: 10_000, refunds: 300, sold: 1, givenBack: 1 },
    ],
    span,
  );
  expect(won?.days).toEqual([
    { ...none, day: "2026-03-01", sales: 1_100, sold: 2 },
    { ...none, day: "2026-03-02" },
    { ...none, day: "2026-03-03", sales: 10_000, refunds: 300, sold: 1, givenBack: 1 },
  ]);
  expect(won?.methods).toEqual([
    { ...none, method: "CARD", sales: 11_000, refunds: 300, sold: 2, givenBack: 1 },
    { ...none, method: "TRANSFER", sales: 100, sold: 1 },
  ]);
});

test("what banks took back is not kept either", () => {
  expect(netOf({ ...none, sales: 1_000, refunds: 200, disputed: 300 })).toBe(500);
});

test("without sales no currency is listed", () => {
  expect(sumsByCurrency([], span)).toEqual([]);
});
