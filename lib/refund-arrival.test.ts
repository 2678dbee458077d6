import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Payment, PaymentDetail } from "@/db/schema";
import { days } from "./clock";
import { refundArrival } from "./refund-arrival";
import { seoulTime } from "./seoul";

/** Friday noon in Seoul. */
const friday = new Date("2026-11-27T03:00:00Z");

const paid = (method: Payment["method"], detail: PaymentDetail = {}, differs: Partial<Payment> = {}) => ({
  gateway: "toss" as const,
  method,
  captured: 29_000,
  approvedAt: new Date("2026-11-20T03:00:00Z"),
  detail,
  ...differs,
});

const card = { issuer: "61", number: "4330****", installmentMonths: 0 };
const easyPay = { provider: "카카오페이", amount: 0, discount: 0 };

describe("when a shopper gets the money of a refund made on a Friday", () => {
  test.each([
    ["by card, a week later", paid("CARD"), 29_000, "card", "2026-12-08"],
    [
      "by card, on the day it was paid",
      paid("CARD", {}, { approvedAt: friday }),
      29_000,
      "card_reversed",
      "2026-11-27",
    ],
    [
      "by card, on the day it was paid and acquired",
      paid("CARD", { card: { ...card, acquisition: "requested" } }, { approvedAt: friday }),
      29_000,
      "card",
      "2026-12-08",
    ],
    ["by card, a part on that day", paid("CARD", {}, { approvedAt: friday }), 9_000, "card", "2026-12-08"],
    ["to a bank account", paid("TRANSFER"), 29_000, "transfer", "2026-11-27"],
    ["to the account of a deposit", paid("VIRTUAL_ACCOUNT"), 29_000, "account_paid", "2026-11-27"],
    ["off a phone bill", paid("MOBILE"), 29_000, "phone_bill", "2026-11-27"],
    ["into a wallet", paid("EASY_PAY", { easyPay }), 29_000, "wallet", "2026-11-27"],
    ["to the card in a wallet", paid("EASY_PAY", { easyPay, card }), 29_000, "wallet_card", "2026-12-08"],
    ["by Stripe", paid("CARD", {}, { gateway: "stripe" }), 29_000, "stripe_card", "2026-12-11"],
    [
      "by Stripe, on the day it was paid",
      paid("CARD", {}, { gateway: "stripe", approvedAt: friday }),
      29_000,
      "stripe_card",
      "2026-12-11",
    ],
    ["by Stripe to a bank", paid("TRANSFER", {}, { gateway: "stripe" }), 29_000, "stripe_bank", "2026-12-11"],
  ] as const)("%s", (_, payment, amount, kind, by) => {
    expect(refundArrival(payment, amount, friday)).toEqual({ kind, by });
  });

  test("a charge at half past eleven at night that is refunded after midnight is no longer reversed", () => {
    const late = paid("CARD", {}, { approvedAt: new Date("2026-11-27T14:30:00Z") });
    expect(refundArrival(late, 29_000, new Date("2026-11-27T14:59:59Z")).kind).toBe("card_reversed");
    expect(refundArrival(late, 29_000, new Date("2026-11-27T15:00:00Z")).kind).toBe("card");
  });

  test("without a refund no day is named", () => {
    expect(refundArrival(paid("CARD"), 29_000, null)).toEqual({ kind: "card", by: null });
    expect(refundArrival(paid("VIRTUAL_ACCOUNT"), 29_000, null)).toEqual({ kind: "account", by: null });
  });
});

test("ten business days are never more than two weeks, and never end on a weekend", () => {
  const day = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(day, (doneAt) => {
      const { by } = refundArrival(paid("CARD", {}, { gateway: "stripe" }), 29_000, doneAt);
      const last = new Date(`${by}T00:00:00Z`);
      const from = new Date(`${seoulTime(doneAt).slice(0, 10)}T00:00:00Z`);
      expect([0, 6]).not.toContain(last.getUTCDay());
      // Ten business days are two weeks, minus any days of the current weekend that have passed.
      expect(last.getTime() - from.getTime()).toBeGreaterThanOrEqual(days(12));
      expect(last.getTime() - from.getTime()).toBeLessThanOrEqual(days(14));
    }),
  );
});
