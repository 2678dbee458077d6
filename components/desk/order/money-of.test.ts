import { describe, expect, test } from "vitest";
import { allStates } from "@/testing/order-states";
import { moneyOf } from "./money-of";

const payment = {
  id: "pay_1",
  status: "paid",
  amount: 1_400,
  captured: 1_400,
  refunded: 0,
  refundPending: 0,
  currency: "USD",
  fee: 71,
  feeCurrency: "USD",
} as const;
const dispute = { paymentId: "pay_1", state: "open", amount: 1_400, currency: "USD" } as const;
const fee = {
  paymentId: "pay_1",
  cause: "dispute_fee",
  debit: "fees",
  amount: 1_500,
  currency: "USD",
} as const;

const sumsOf = (...args: Parameters<typeof moneyOf>) =>
  Object.fromEntries(moneyOf(...args).cells.map(({ name, amount }) => [name, amount]));

describe("the summary of an order at the desk", () => {
  test("has a disputed payment at the bank, nothing left, and the cost of the dispute", () => {
    const { cells, settled } = moneyOf(payment, [dispute], [fee]);
    expect(cells).toEqual([
      { name: "paid", amount: 1_400, look: "plain" },
      { name: "refunded", amount: 0, look: "plain" },
      { name: "pending", amount: 0, look: "plain" },
      { name: "disputed", amount: 1_400, look: "bad" },
      { name: "left", amount: 0, look: "plain" },
    ]);
    expect(settled).toEqual([
      { name: "fee", amount: 71, currency: "USD" },
      { name: "disputeFee", amount: 1_500, currency: "USD" },
    ]);
  });

  test("has all of a won dispute again, and the fee only where the gateway kept it", () => {
    const won = { ...dispute, state: "won" } as const;
    expect(sumsOf(payment, [won], [fee])).toEqual({ paid: 1_400, refunded: 0, pending: 0, left: 1_400 });
    const returned = { ...fee, debit: "receivable" } as const;
    expect(moneyOf(payment, [won], [fee, returned]).settled).toEqual([
      { name: "fee", amount: 71, currency: "USD" },
    ]);
  });

  test("goes below zero for a dispute lost after a refund, where the bank took the same amount again", () => {
    const lost = { ...dispute, state: "lost" } as const;
    const { cells } = moneyOf({ ...payment, refunded: 500 }, [lost], []);
    expect(cells.at(-1)).toEqual({ name: "left", amount: -500, look: "bad" });
  });

  test("shows what a bank holds, and what was not captured of it", () => {
    const held = { ...payment, status: "authorized", amount: 2_000, captured: 0 } as const;
    expect(sumsOf(held, [], [])).toEqual({ held: 2_000 });
    expect(sumsOf({ ...payment, amount: 2_000 }, [], [])).toMatchObject({ paid: 1_400, released: 600 });
    expect(sumsOf(payment, [], [])).not.toHaveProperty("released");
  });

  test("adds up in every state, and is green only for the shop's own money", () => {
    for (const { name, payments, disputes } of allStates())
      for (const one of payments) {
        const { cells } = moneyOf(one, disputes, []);
        const {
          paid = 0,
          refunded = 0,
          pending = 0,
          disputed = 0,
          lost = 0,
          left = 0,
        } = sumsOf(one, disputes, []);
        expect(paid - refunded - pending - disputed - lost, name).toBe(left);
        expect(
          cells.every(({ look, name: cell, amount }) => look !== "good" || (cell === "left" && amount > 0)),
          name,
        ).toBe(true);
        if (disputes.some(({ paymentId, state }) => paymentId === one.id && state === "open"))
          expect(
            cells.some(({ look }) => look === "good"),
            name,
          ).toBe(false);
      }
  });

  test("shows what a settlement kept, less what came back, and what was paid out", () => {
    const moved = (
      cause: "settlement_fee" | "settlement_vat" | "payout",
      debit: "fees" | "vat" | "bank" | "receivable",
      amount: number,
    ) => ({
      paymentId: "pay_1",
      cause,
      debit,
      amount,
      currency: "USD",
    });
    const { settled } = moneyOf(
      { ...payment, fee: null, feeCurrency: null },
      [],
      [
        moved("settlement_fee", "fees", 40),
        moved("settlement_fee", "receivable", 10),
        moved("settlement_vat", "vat", 3),
        moved("payout", "bank", 1_367),
      ],
    );
    expect(settled).toEqual([
      { name: "fee", amount: 30, currency: "USD" },
      { name: "feeVat", amount: 3, currency: "USD" },
      { name: "paidOut", amount: 1_367, currency: "USD" },
    ]);
  });
});
