import { describe, expect, test } from "vitest";
import { isGoingBack, isSlowBank, nothingTaken, type Payment, type Status, standingOf } from "./standing";

const payment = (changes: Partial<Payment>): Payment => ({
  id: "pay_1",
  order_number: "ORD-20261125-7K3M9Q",
  gateway: "stripe",
  gateway_order_id: "ORD-20261125-7K3M9Q-1",
  method: "CARD",
  status: "ready",
  amount: 2_200,
  currency: "USD",
  captured: 0,
  refunded: 0,
  refund_pending: 0,
  tax: null,
  funding: null,
  cash_receipts: [],
  refundable: 0,
  refundable_until: null,
  partial_refundable: false,
  capture_method: "automatic",
  capture_before: null,
  live: false,
  winner: false,
  card: null,
  easy_pay: null,
  transfer: null,
  virtual_account: null,
  receipt_url: null,
  instructions_url: null,
  failure: null,
  created_at: "2026-11-25T10:00:00.000Z",
  approved_at: null,
  ...changes,
});

const order = (
  status: Status["order"]["status"],
  action: Status["next"]["action"],
  ...payments: Partial<Payment>[]
): Status => ({
  order: {
    order_number: "ORD-20261125-7K3M9Q",
    order_name: "Cool T-Shirt",
    status,
    amount: 2_200,
    shipping: 0,
    tax_free_amount: 0,
    currency: "USD",
    live: false,
    version: 1,
    created_at: "2026-11-25T10:00:00.000Z",
    expires_at: "2026-11-25T10:30:00.000Z",
  },
  payments: payments.map(payment),
  captured: 0,
  refunded: 0,
  refundable: 0,
  refundable_until: null,
  partial_refundable: false,
  virtual_account: null,
  refunds: [],
  disputed: [],
  cancel: { way: "no", goes_back: null, request: null },
  next: { action, detail: "", ask_again_in_ms: null },
});

describe("what a buyer is told about an order", () => {
  test("that is being fully refunded: that, and not that it will be packed", () => {
    const paid = { winner: true, captured: 2_200, refunded: 700 };
    expect(isGoingBack(order("partially_refunded", "none", { ...paid, refund_pending: 1_500 }))).toBe(true);
    expect(isGoingBack(order("partially_refunded", "none", { ...paid, refund_pending: 1_000 }))).toBe(false);
    expect(isGoingBack(order("refunded", "none", { ...paid, refunded: 2_200 }))).toBe(false);
    expect(isGoingBack(order("canceled", "none", { ...paid, refund_pending: 1_500 }))).toBe(false);
  });

  test("whose bank asks for authentication: that it does", () => {
    expect(standingOf(order("open", "pay", { status: "requires_action" }))).toBe("requires_action");
  });

  test("that was not charged: that nothing was charged, where the shop can know", () => {
    expect(nothingTaken(order("open", "pay"))).toBe(true);
    expect(nothingTaken(order("open", "pay", { gateway: "toss" }))).toBe(true);
    expect(nothingTaken(order("open", "pay", { failure: { code: "expired_card", kind: "declined" } }))).toBe(
      true,
    );
    expect(nothingTaken(order("expired", "order_again", { status: "expired" }))).toBe(true);
  });

  test("that can still be paid on a Stripe page, or at the bank: nothing of the kind", () => {
    expect(nothingTaken(order("open", "pay", { status: "ready" }))).toBe(false);
    expect(nothingTaken(order("open", "pay", { status: "requires_action" }))).toBe(false);
  });

  test("whose buyer left the bank's challenge for another method: nothing about the bank", () => {
    const elsewhere = order(
      "open",
      "pay",
      { status: "requires_action" },
      { status: "ready", created_at: "2026-11-25T10:05:00.000Z" },
    );
    expect(standingOf(elsewhere)).toBe("open");
  });

  test("whose bank takes days: that it is being checked, and never that nothing was charged", () => {
    const slow = order("open", "wait", { status: "confirming" });
    expect(standingOf(slow)).toBe("checking");
    expect(isSlowBank(slow)).toBe(true);
    expect(nothingTaken(slow)).toBe(false);
  });
});
