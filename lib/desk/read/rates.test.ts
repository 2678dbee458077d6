import { expect, test } from "vitest";
import { approvalOf, ratesOf } from "./rates";

const sold = { sales: 0, refunds: 0, disputed: 0, givenBack: 0, day: "2026-03-01", currency: "KRW" } as const;
const card = { gateway: "toss", method: "CARD" } as const;
const page = { gateway: "stripe", method: "CARD" } as const;

test("attempts are counted by gateway and method, and reasons whatever the method", () => {
  const { total, ways, reasons } = ratesOf({
    days: [
      { ...sold, ...card, sold: 6 },
      { ...sold, ...card, day: "2026-03-02", sold: 1 },
      { ...sold, ...page, currency: "USD", sold: 1 },
      // A day with only a refund is no attempt.
      { ...sold, gateway: "toss", method: "TRANSFER", sold: 0 },
    ],
    failures: [
      { ...card, code: "REJECT_CARD_PAYMENT", n: 1 },
      { ...page, code: "card_declined", n: 1 },
      { gateway: "toss", method: "EASY_PAY", code: "REJECT_CARD_PAYMENT", n: 2 },
    ],
  });
  expect(total).toEqual({ approved: 8, failed: 4 });
  expect(approvalOf(total)).toBeCloseTo(2 / 3);
  expect(ways).toEqual([
    { ...card, approved: 7, failed: 1 },
    { ...page, approved: 1, failed: 1 },
    { gateway: "toss", method: "EASY_PAY", approved: 0, failed: 2 },
  ]);
  expect(reasons).toEqual([
    { gateway: "toss", code: "REJECT_CARD_PAYMENT", n: 3 },
    { gateway: "stripe", code: "card_declined", n: 1 },
  ]);
});

test("an attempt that nobody completed in time is a reason, but no refusal", () => {
  const { total, reasons, ended } = ratesOf({
    days: [{ ...sold, ...card, sold: 3 }],
    failures: [
      { ...card, code: "EXPIRED_PAYMENT", n: 4 },
      { ...card, code: "REJECT_CARD_PAYMENT", n: 1 },
    ],
  });
  expect(approvalOf(total)).toBe(3 / 4);
  expect(reasons.map(({ code, n }) => [code, n / ended])).toEqual([
    ["EXPIRED_PAYMENT", 1 / 2],
    ["REJECT_CARD_PAYMENT", 1 / 8],
  ]);
});

test("without attempts there is no rate", () => {
  expect(approvalOf(ratesOf({ days: [], failures: [] }).total)).toBeUndefined();
  expect(approvalOf(undefined)).toBeUndefined();
});
