import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Payment, PaymentDetail } from "@/db/schema";
import { days, hours, later } from "./clock";
import { traitsOf } from "./gateways/all-traits";
import { isTooLate, refundTerms, refusalOfRefund } from "./refund-terms";
import { seoulTime } from "./seoul";

const card = { issuer: "61", number: "4330****", installmentMonths: 0 };

const paid = (
  method: Payment["method"],
  approvedAt: string | Date | null,
  differs: Partial<{ gateway: Payment["gateway"]; detail: PaymentDetail; refunded: number }> = {},
) => ({
  gateway: "toss" as const,
  method,
  captured: 29_000,
  refunded: 0,
  approvedAt: typeof approvedAt === "string" ? new Date(approvedAt) : approvedAt,
  detail: {},
  ...differs,
});

/** The last moment of a day in Seoul. */
const endOf = (day: string) => new Date(`${day}T23:59:59.999+09:00`);
const justAfter = (at: Date) => later(at, 1);

// A server's own time zone changes nothing.
describe.each([
  ["UTC", 0],
  ["America/New_York", 300],
  ["Asia/Seoul", -540],
])("on a server in %s", (zone, offset) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = zone;
    expect(new Date("2026-01-01T00:00:00Z").getTimezoneOffset()).toBe(offset);
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  test.each([
    ["in the middle of a month", "2026-11-21T12:00:00+09:00", "2026-11-30"],
    ["in the first moment of a month", "2026-11-01T00:00:00.000+09:00", "2026-11-30"],
    ["in the last moment of a month", "2026-11-30T23:59:59.999+09:00", "2026-11-30"],
    ["when it is still October in Greenwich", "2026-10-31T15:00:00Z", "2026-11-30"],
    ["at the end of a year", "2026-12-31T14:59:59.999Z", "2026-12-31"],
    ["at the beginning of a year", "2026-12-31T15:00:00Z", "2027-01-31"],
    ["on a leap day", "2028-02-29T23:59:59.999+09:00", "2028-02-29"],
    ["in February of a leap year", "2028-02-10T00:00:00+09:00", "2028-02-29"],
    ["in February of another year", "2027-02-10T00:00:00+09:00", "2027-02-28"],
  ])("a phone bill paid %s is refunded to the end of that month in Seoul", (_, approvedAt, day) => {
    const payment = paid("MOBILE", approvedAt);
    expect(refundTerms(payment).window).toEqual({ rule: "month", until: endOf(day) });
    expect([isTooLate(payment, endOf(day)), isTooLate(payment, justAfter(endOf(day)))]).toEqual([
      false,
      true,
    ]);
  });

  test.each([
    ["2026-11-21T00:00:00+09:00", "2027-05-20"],
    ["2026-11-21T23:59:59.999+09:00", "2027-05-20"],
    ["2026-11-21T15:00:00Z", "2027-05-21"],
    // Over a leap day.
    ["2027-09-03T12:00:00+09:00", "2028-03-01"],
  ])("a transfer made at %s is refunded until %s, its 180th day in Seoul", (approvedAt, day) => {
    const payment = paid("TRANSFER", approvedAt);
    expect(refundTerms(payment).window).toEqual({ rule: "days", days: 180, until: endOf(day) });
    expect([isTooLate(payment, endOf(day)), isTooLate(payment, justAfter(endOf(day)))]).toEqual([
      false,
      true,
    ]);
  });

  test("a deposit is refunded for 365 days, or for as long as the contract says", () => {
    const payment = paid("VIRTUAL_ACCOUNT", "2027-03-01T09:00:00+09:00");
    expect(refundTerms(payment).window).toEqual({ rule: "days", days: 365, until: endOf("2028-02-29") });
    const { window } = traitsOf("toss").refundTermsOf(payment, { depositRefundDays: 90 });
    expect(window).toEqual({ rule: "days", days: 90, until: endOf("2027-05-30") });
  });

  test("a window closes at the end of a day in Seoul, and not before the rule says", () => {
    const instant = fc.date({
      min: new Date("2020-01-01"),
      max: new Date("2040-01-01"),
      noInvalidDate: true,
    });
    const dayOf = (at: Date) => Date.parse(`${seoulTime(at).slice(0, 10)}T00:00:00Z`) / days(1);
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 200 * 24 }), (at, hoursLater) => {
        const now = later(at, hours(hoursLater));
        const month = (of: Date) => seoulTime(of).slice(0, 7);
        expect(isTooLate(paid("MOBILE", at), now)).toBe(month(at) !== month(now));
        expect(isTooLate(paid("TRANSFER", at), now)).toBe(dayOf(now) - dayOf(at) > 180);
      }),
    );
  });
});

describe("without a window", () => {
  const longAgo = "2020-01-31T12:00:00+09:00";
  const now = new Date("2026-11-21T12:00:00+09:00");

  test.each([
    ["a card", paid("CARD", longAgo, { detail: { card } })],
    ["a wallet", paid("EASY_PAY", longAgo)],
    ["a card at Stripe", paid("CARD", longAgo, { gateway: "stripe", detail: { method: "card" } })],
    [
      "a bank's page at Stripe",
      paid("TRANSFER", longAgo, { gateway: "stripe", detail: { method: "ideal" } }),
    ],
    ["a phone bill whose time is not known", paid("MOBILE", null)],
  ])("%s is refunded years later", (_, payment) => {
    expect(refundTerms(payment).window).toBeNull();
    expect(refusalOfRefund(payment, 29_000, now)).toBeUndefined();
  });

  test("a Korean card may refuse after a year, alone or in a wallet", () => {
    const since = (payment: ReturnType<typeof paid>) => refundTerms(payment).mayFailAfter;
    expect(since(paid("CARD", "2026-11-21T12:00:00+09:00"))).toEqual(endOf("2027-11-21"));
    expect(since(paid("EASY_PAY", "2026-11-21T12:00:00+09:00", { detail: { card } }))).toEqual(
      endOf("2027-11-21"),
    );
    expect(since(paid("EASY_PAY", "2026-11-21T12:00:00+09:00"))).toBeNull();
    expect(since(paid("CARD", "2026-11-21T12:00:00+09:00", { gateway: "stripe" }))).toBeNull();
  });

  test("an ACH debit at Stripe has 180 days", () => {
    const debit = paid("TRANSFER", "2026-11-21T12:00:00+09:00", {
      gateway: "stripe",
      detail: { method: "us_bank_account" },
    });
    expect(refundTerms(debit).window).toEqual({ rule: "days", days: 180, until: endOf("2027-05-20") });
  });
});

describe("in parts", () => {
  const now = new Date("2026-11-21T12:00:00+09:00");
  const whyNot = (payment: ReturnType<typeof paid>, amount: number) =>
    refusalOfRefund(payment, amount, now)?.code;

  test.each([
    ["a card", paid("CARD", now, { detail: { card, takesParts: true } }), null],
    ["a payment of which Toss says nothing", paid("CARD", now, { detail: { card } }), null],
    ["a wallet of which Toss says no", paid("EASY_PAY", now, { detail: { takesParts: false } }), "payment"],
    ["a phone bill", paid("MOBILE", now, { detail: { takesParts: false } }), "method"],
    ["a phone bill of which Toss says nothing", paid("MOBILE", now), "method"],
    ["a phone bill of which Toss says yes", paid("MOBILE", now, { detail: { takesParts: true } }), null],
    ["a card for tax-exempt goods", paid("CARD", now, { detail: { taxExempt: 500 } }), "tax_exempt"],
    [
      "a card in a wallet for tax-exempt goods",
      paid("EASY_PAY", now, { detail: { card, taxExempt: 500 } }),
      "tax_exempt",
    ],
    ["a transfer for tax-exempt goods", paid("TRANSFER", now, { detail: { taxExempt: 500 } }), null],
    ["Stripe", paid("CARD", now, { gateway: "stripe" }), null],
  ])("%s", (_, payment, wholeOnly) => {
    expect(refundTerms(payment).wholeOnly).toBe(wholeOnly);
    expect(whyNot(payment, 28_999)).toBe(wholeOnly ? "partial_refund_not_possible" : undefined);
    expect(whyNot(payment, 29_000)).toBeUndefined();
  });

  test("not smaller than an instant discount, except for the rest", () => {
    const discounted = { detail: { card, instantDiscount: 3_000 } };
    const payment = paid("CARD", now, discounted);
    expect([1, 2_999, 3_000, 28_999, 29_000].map((amount) => whyNot(payment, amount))).toEqual([
      "partial_refund_not_possible",
      "partial_refund_not_possible",
      undefined,
      undefined,
      undefined,
    ]);
    expect(whyNot(paid("CARD", now, { ...discounted, refunded: 27_000 }), 2_000)).toBeUndefined();
  });

  test("a refusal says which rule, until when and what to do instead", () => {
    const late = refusalOfRefund(paid("MOBILE", "2026-10-31T12:00:00+09:00"), 29_000, now);
    expect(late?.message).toMatch(/calendar month.*until 2026-10-31\. Nothing was refunded\..*bank transfer/);
    const old = refusalOfRefund(paid("TRANSFER", "2026-01-01T12:00:00+09:00"), 29_000, now);
    expect(old?.message).toMatch(/for 180 days, until 2026-06-30\./);
    const part = refusalOfRefund(paid("MOBILE", now), 1_000, now);
    expect(part?.message).toMatch(/only be refunded in full.*Refund everything that is left/);
  });
});
