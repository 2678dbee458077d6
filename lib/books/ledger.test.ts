import { describe, expect, test } from "vitest";
import { post, totals, transfersOf } from "@/db/books";
import { type Account, accounts, type Order, type Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { takeMoney, turnClock } from "@/testing/gateway";
import {
  anAuthenticatedPayment,
  anotherAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  confirmWith,
} from "@/testing/makers";
import { now, seconds } from "../clock";
import { lookAndRecord } from "../payments/engine/look";
import { refund } from "../payments/refunds/refund";
import { acceptReviewed } from "../payments/refunds/review";
import { reconcileOnce } from "../payments/worker/reconcile";
import { captureTransfer } from "./ledger";

const give = (payment: Payment, amount: number) =>
  refund({ paymentId: payment.id, amount, reason: "변심", requestedBy: "sora", waitMs: seconds(8) });

describe("rule 22: each row takes from one account and gives to another", () => {
  test("a month of all kinds: everything balances, and shopper and suspense end at zero", async () => {
    await aPaidPayment();
    const refunded = await aPaidPayment();
    await give(refunded.payment, 29_000);
    const part = await aPaidPayment();
    await give(part.payment, 9_000);
    await aSecondSuccess();
    const inReview = await aPaymentInReview();
    await acceptReviewed(inReview.order.id, "agreed", "sora", now());
    await turnClock(seconds(2));
    await reconcileOnce();

    expect(await balances()).toEqual({
      // 29,000 for the first, 20,000 left of the third, 29,000 for the winner, 30,000 accepted.
      receivable: 108_000,
      sales: -146_000,
      refunds: 38_000,
      fees: 0,
      vat: 0,
      bank: 0,
      exchange: 0,
      adjustments: 0,
      disputes: 0,
      shopper: 0,
      suspense: 0,
    });
  });

  test("what waits for a person is in suspense, and what is being refunded is in shopper", async () => {
    await aPaymentInReview();
    await aSecondSuccess();
    expect(await balances()).toMatchObject({ suspense: -30_000, shopper: -29_000, sales: -29_000 });
  });

  test("the cause is the gateway's own transaction, and is in the books once", async () => {
    const { order, payment } = await aPaidPayment();
    const [first] = await transfersOf(db, order.id);
    const again = captureTransfer(payment, {
      amount: 29_000,
      currency: "KRW",
      transaction: first?.transaction ?? "",
      credited: "sales",
      at: now(),
    });
    expect(await transaction((tx) => post(tx, [again, again]))).toEqual([]);
    expect(await transfersOf(db, order.id)).toHaveLength(1);
    expect(first?.transaction).toMatch(/^[0-9A-F]{32}$/);
  });

  test("two payments of one order may have the same transaction id: a cause belongs to its payment", async () => {
    const first = await aPaidPayment();
    const other = await aPaidPayment();
    const [row] = await transfersOf(db, first.order.id);
    const same = captureTransfer(other.payment, {
      amount: 1,
      currency: "KRW",
      transaction: row?.transaction ?? "",
      credited: "sales",
      at: now(),
    });
    expect(await transaction((tx) => post(tx, [same]))).toHaveLength(1);
  });

  test("live and test, won and dollars, are never summed together", async () => {
    const { payment } = await aPaidPayment();
    const other = (differs: Partial<Payment>, currency: string) =>
      captureTransfer(
        { ...payment, ...differs },
        { amount: 500, currency, transaction: `t-${currency}`, credited: "sales", at: now() },
      );
    await transaction((tx) => post(tx, [other({ live: true }, "KRW"), other({}, "USD")]));
    const sums = (await totals(db)).map(({ live, currency, amount }) => [live, currency, amount]);
    expect(sums.toSorted()).toEqual([
      [false, "KRW", 29_000],
      [false, "USD", 500],
      [true, "KRW", 500],
    ]);
  });

  test("a row has the key pair and the environment of its payment", async () => {
    const { order, payment } = await aPaidPayment();
    expect(await transfersOf(db, order.id)).toMatchObject([
      { paymentId: payment.id, live: payment.live, keyPair: payment.keyPair, currency: "KRW" },
    ]);
  });
});

async function aSecondSuccess() {
  const first = await anAuthenticatedPayment();
  const second = await anotherAuthenticatedPayment(first.order);
  await confirmWith(first.payment, first.paymentKey);
  await taken(second.payment, second.paymentKey, 29_000);
}

async function aPaymentInReview(): Promise<{ order: Order; payment: Payment }> {
  const { order, payment } = await anAuthenticatedPayment();
  await taken(payment, await authenticate(payment, undefined, 30_000), 30_000);
  return { order, payment };
}

/** Money the gateway took, and of which the shop learns from a look. */
async function taken(payment: Payment, paymentKey: string, amount: number) {
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount });
  await lookAndRecord(payment.id);
}

/** The balance of each account: debits minus credits. */
async function balances() {
  const sums = Object.fromEntries(accounts.map((account): [Account, number] => [account, 0])) as Record<
    Account,
    number
  >;
  for (const { debit, credit, amount } of await totals(db)) {
    sums[debit] += amount;
    sums[credit] -= amount;
  }
  expect(Object.values(sums).reduce((sum, one) => sum + one, 0)).toBe(0);
  return sums;
}
