import { beforeEach, describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { mailsOf } from "@/db/mails";
import { productsBySku } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { atGateway, fault, takeMoney, toss, turnClock } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  anotherAuthenticatedPayment,
  aProduct,
  authenticate,
  confirmWith,
  needsNow,
  orderNow,
  paymentNow,
  standingNow,
  storyOf,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { hours, later, minutes, now, seconds } from "../../clock";
import { cancel, expire } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { readyToss } from "../toss/ready";
import { reconcileOnce } from "../worker/reconcile";
import { refund } from "./refund";
import { acceptReviewed, returnReviewed } from "./review";

test("rule 14: one wrong answer of the gateway puts nothing in review, and a correct second one counts", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await fault("wrong_amount", { operation: "confirm", times: 1 });
  expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "paid", captured: 29_000 });
  expect(await storyOf(order)).not.toContain("payment_in_review");
});

test("rule 14: an amount that stays wrong goes to suspense, and sells nothing", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await fault("wrong_amount");
  const inReview = await confirmWith(payment, paymentKey);
  expect(inReview).toMatchObject({ status: "in_review", captured: 30_000, credited: "suspense" });
  expect(await needsNow(payment)).toEqual(["mismatch"]);
  await expect(answerOfConfirm(inReview)).rejects.toMatchObject({ code: "payment_in_review" });
  expect(await orderNow(order)).toMatchObject({
    status: "in_review",
    winnerPaymentId: null,
    askingPaymentId: null,
    stockTaken: true,
  });
  expect(await transfersOf(db, order.id)).toMatchObject([
    { debit: "receivable", credit: "suspense", amount: 30_000, cause: "capture" },
  ]);
});

test("rule 14: without a second answer the result is unknown, and reconcile finds it", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  await fault("wrong_amount", { operation: "confirm", times: 1 });
  const blind = await fault("away", { operation: "look" });
  expect((await confirmWith(payment, paymentKey)).status).toBe("confirming");
  await blind.mend();
  await turnClock(seconds(10));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 29_000 });
});

describe("rule 14: Mina's order is in review, because ₩30,000 came instead of ₩29,000", () => {
  let order: Order;
  let payment: Payment;
  let sku: string;

  beforeEach(async () => {
    ({ sku } = await aProduct({ stock: 3 }));
    const made = await anAttempt(await anOrder([{ sku, quantity: 1 }]));
    const paymentKey = await authenticate(made.payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: made.payment.gatewayOrderId, amount: 30_000 });
    payment = await confirmWith(made.payment, paymentKey);
    order = await orderNow(made.order);
    expect([order.status, payment.status]).toEqual(["in_review", "in_review"]);
  });

  test("no other attempt, no expiry, no cancel; the stock stays reserved", async () => {
    const wish = {
      amount: order.amount,
      method: "CARD",
      successUrl: payment.successUrl,
      failUrl: payment.failUrl,
      keyed: undefined,
    } as const;
    await expect(readyToss(order, wish, now())).rejects.toMatchObject({ code: "order_in_review" });
    expect(await expire(order.id, later(now(), hours(24)))).toBeUndefined();
    await expect(cancel(order.id, now())).rejects.toMatchObject({ code: "order_in_review" });
    expect((await stockOf(sku))[0]).toMatchObject({ stock: 2 });
  });

  test("Sora accepts: it counts as paid, suspense is empty, and later queries find no fault", async () => {
    const accepted = await acceptReviewed(order.id, "the shopper agreed by telephone", "sora", now());
    expect(accepted).toMatchObject({ status: "paid", amount: 30_000, credited: "sales" });
    expect(await needsNow(payment)).toEqual([]);
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await balances(order)).toEqual({ receivable: 30_000, suspense: 0, sales: -30_000 });
    const looked = await lookAndRecord(payment.id);
    expect(looked).toMatchObject({ status: "paid", version: accepted.version });
    expect(await stockOf(sku)).toMatchObject([{ stock: 2 }]);
    expect(await storyOf(order)).toContain("review_accepted");
    expect((await mailsOf(db, order.id)).map(({ kind }) => kind)).toContain("paid");
  });

  test("Sora returns it: everything is refunded, the order ends, and the stock is for sale again", async () => {
    await returnReviewed(order.id, "금액이 다릅니다", "sora", now());
    expect(await orderNow(order)).toMatchObject({ status: "canceled", stockTaken: false });
    await reconcileOnce();
    expect(await atGateway(payment.gatewayOrderId)).toMatchObject({ status: "CANCELED", balanceAmount: 0 });
    expect(await standingNow(payment)).toMatchObject({
      status: "canceled",
      refunded: 30_000,
      refundPending: 0,
      needs: [],
    });
    expect(await balances(order)).toEqual({ receivable: 0, suspense: 0 });
    expect(await stockOf(sku)).toMatchObject([{ stock: 3 }]);
  });

  test("after it was returned, queries change nothing", async () => {
    await returnReviewed(order.id, "금액이 다릅니다", "sora", now());
    await reconcileOnce();
    const before = await paymentNow(payment);
    await lookAndRecord(payment.id);
    expect(await paymentNow(payment)).toEqual(before);
  });

  test("two people decide at once: one does, and the other is told", async () => {
    const both = await Promise.allSettled([
      acceptReviewed(order.id, "agreed", "sora", now()),
      returnReviewed(order.id, "not agreed", "jiwoo", now()),
    ]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({
      reason: { code: "order_changed" },
    });
  });

  test("a second accept is refused", async () => {
    await acceptReviewed(order.id, "agreed", "sora", now());
    await expect(acceptReviewed(order.id, "agreed", "sora", now())).rejects.toMatchObject({
      code: "order_changed",
    });
    expect(await balances(order)).toEqual({ receivable: 30_000, suspense: 0, sales: -30_000 });
  });

  test("fully refunded in the gateway's console: nothing is left to accept, and returning ends it", async () => {
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "모두" });
    await lookAndRecord(payment.id);
    await expect(acceptReviewed(order.id, "agreed", "sora", now())).rejects.toMatchObject({
      code: "order_changed",
    });
    expect(await paymentNow(payment)).toMatchObject({ status: "in_review", credited: "suspense" });
    await returnReviewed(order.id, "all of it went back", "sora", now());
    expect(await orderNow(order)).toMatchObject({ status: "canceled", stockTaken: false });
  });

  test("refunded by us and in the console: deciding still shows that too much was refunded", async () => {
    const away = await fault("away");
    const wish = { paymentId: payment.id, reason: "전부", requestedBy: "sora", waitMs: seconds(8) };
    await refund(wish);
    await away.mend();
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { amount: 1_000, reason: "차액" });
    await lookAndRecord(payment.id);
    expect(await needsNow(payment)).toEqual(["mismatch", "refunds_exceed_captured"]);
    await returnReviewed(order.id, "금액이 다릅니다", "sora", now());
    expect(await standingNow(payment)).toMatchObject({
      status: "canceled",
      needs: ["refunds_exceed_captured"],
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("partially refunded in the gateway's console: only the rest is accepted", async () => {
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { amount: 1_000, reason: "차액" });
    await lookAndRecord(payment.id);
    await acceptReviewed(order.id, "the difference went back", "sora", now());
    expect(await balances(order)).toEqual({ receivable: 29_000, suspense: 0, sales: -29_000 });
    expect(await lookAndRecord(payment.id)).toMatchObject({ status: "paid" });
    expect(await needsNow(payment)).toEqual([]);
  });
});

test("rule 14: money in review beside a paid order can only be returned, and the order stays paid", async () => {
  const { sku } = await aProduct({ stock: 3 });
  const first = await anAuthenticatedPayment(await anOrder([{ sku, quantity: 1 }]));
  const other = await anotherAuthenticatedPayment(first.order);
  await confirmWith(first.payment, first.paymentKey);
  const strange = await authenticate(other.payment, undefined, 5_000);
  await takeMoney({ paymentKey: strange, orderId: other.payment.gatewayOrderId, amount: 5_000 });
  expect(await lookAndRecord(other.payment.id)).toMatchObject({ status: "in_review", credited: "suspense" });
  const paid = { status: "paid", winnerPaymentId: first.payment.id, stockTaken: true };
  expect(await orderNow(first.order)).toMatchObject(paid);

  await expect(acceptReviewed(first.order.id, "why not", "sora", now())).rejects.toMatchObject({
    code: "order_already_paid",
  });
  await returnReviewed(first.order.id, "두 번째 결제", "sora", now());
  await reconcileOnce();
  expect(await paymentNow(other.payment)).toMatchObject({ status: "canceled", refunded: 5_000 });
  expect(await orderNow(first.order)).toMatchObject(paid);
  expect(await balances(first.order)).toEqual({ receivable: 29_000, sales: -29_000, suspense: 0 });
  expect(await stockOf(sku)).toMatchObject([{ stock: 2 }]);
});

test("rule 14: two payments of one order are in review: it waits until both are decided", async () => {
  const { sku } = await aProduct({ stock: 3 });
  const first = await anAttempt(await anOrder([{ sku, quantity: 1 }]));
  const other = await anotherAuthenticatedPayment(first.order);
  for (const { payment } of [first, other]) {
    const paymentKey = await authenticate(payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
    expect(await lookAndRecord(payment.id)).toMatchObject({ status: "in_review" });
  }
  await returnReviewed(first.order.id, "금액이 다릅니다", "sora", now());
  expect(await orderNow(first.order)).toMatchObject({ status: "in_review", stockTaken: true });
  expect(await auditOrder(first.order.id)).toEqual([]);
  await returnReviewed(first.order.id, "이것도 다릅니다", "sora", now());
  expect(await orderNow(first.order)).toMatchObject({ status: "canceled", stockTaken: false });
  await reconcileOnce();
  for (const { payment } of [first, other])
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled", refunded: 30_000 });
});

describe("rule 14: a wrong amount for an expired order, whose stock is for sale again", () => {
  async function aLateHeldOrder(stock: number) {
    const { sku } = await aProduct({ stock });
    const { order, payment } = await anAttempt(await anOrder([{ sku, quantity: 1 }]));
    turnOurClock(minutes(50));
    await reconcileOnce();
    const paymentKey = await authenticate(payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
    await lookAndRecord(payment.id);
    expect(await orderNow(order)).toMatchObject({ status: "in_review", stockTaken: false });
    return { sku, order };
  }

  test("returned: no stock is added that was not taken", async () => {
    const { sku, order } = await aLateHeldOrder(3);
    await returnReviewed(order.id, "금액이 다릅니다", "sora", now());
    expect(await stockOf(sku)).toMatchObject([{ stock: 3 }]);
  });

  test("accepted: its stock is taken again", async () => {
    const { sku, order } = await aLateHeldOrder(3);
    await acceptReviewed(order.id, "agreed", "sora", now());
    expect(await orderNow(order)).toMatchObject({ status: "paid", stockTaken: true });
    expect(await stockOf(sku)).toMatchObject([{ stock: 2 }]);
  });

  test("sold out meanwhile: it cannot be accepted, and can still be returned", async () => {
    const { sku, order } = await aLateHeldOrder(1);
    await anAttempt(await anOrder([{ sku, quantity: 1 }]));
    await expect(acceptReviewed(order.id, "agreed", "sora", now())).rejects.toMatchObject({
      code: "out_of_stock",
    });
    expect(await orderNow(order)).toMatchObject({ status: "in_review" });
    expect(await balances(order)).toEqual({ receivable: 30_000, suspense: -30_000 });
    await returnReviewed(order.id, "품절", "sora", now());
    expect(await stockOf(sku)).toMatchObject([{ stock: 0 }]);
  });
});

test("rule 16: returned while an account is still open, the order ends only once that is closed", async () => {
  const { sku } = await aProduct({ stock: 3 });
  const account = await anAccount(await anOrder([{ sku, quantity: 1 }]));
  const byCard = await anAttempt(account.order);
  const paymentKey = await authenticate(byCard.payment, undefined, 30_000);
  await takeMoney({ paymentKey, orderId: byCard.payment.gatewayOrderId, amount: 30_000 });
  expect(await confirmWith(byCard.payment, paymentKey)).toMatchObject({ status: "in_review" });
  await returnReviewed(account.order.id, "금액이 다릅니다", "sora", now());
  expect(await paymentNow(account.payment)).toMatchObject({ status: "waiting_for_deposit" });
  expect(await orderNow(account.order)).toMatchObject({ status: "open", stockTaken: true });
  expect(await auditOrder(account.order.id)).toEqual([]);
  await reconcileOnce();
  await reconcileOnce();
  expect(await paymentNow(account.payment)).toMatchObject({ status: "canceled", captured: 0 });
  expect(await paymentNow(byCard.payment)).toMatchObject({ status: "canceled", refunded: 30_000 });
  expect(await orderNow(account.order)).toMatchObject({ status: "expired", stockTaken: false });
  expect(await stockOf(sku)).toMatchObject([{ stock: 3 }]);
});

test("rule 14: the deposit that paid is reversed while other money is in review: the order waits for a person", async () => {
  const account = await anAccount(await anOrder());
  const byCard = await anAttempt(account.order);
  await toss.payments.deposit(account.paymentKey);
  await lookAndRecord(account.payment.id);
  const paymentKey = await authenticate(byCard.payment, undefined, 30_000);
  await takeMoney({ paymentKey, orderId: byCard.payment.gatewayOrderId, amount: 30_000 });
  expect(await lookAndRecord(byCard.payment.id)).toMatchObject({ status: "in_review" });
  await toss.payments.reverseDeposit(account.paymentKey);
  expect(await lookAndRecord(account.payment.id)).toMatchObject({ status: "waiting_for_deposit" });
  expect(await orderNow(account.order)).toMatchObject({ status: "in_review", winnerPaymentId: null });
  expect(await auditOrder(account.order.id)).toEqual([]);
  await acceptReviewed(account.order.id, "금액 차이를 확인했어요", "sora", now());
  await reconcileOnce();
  expect(await orderNow(account.order)).toMatchObject({
    status: "paid",
    winnerPaymentId: byCard.payment.id,
  });
  expect(await paymentNow(account.payment)).toMatchObject({ status: "canceled", captured: 0 });
  expect(await auditOrder(account.order.id)).toEqual([]);
});

const stockOf = (sku: string) => productsBySku(db, [sku]);

/** The balance of each account for an order: debits minus credits. */
async function balances(order: Order) {
  const sums: Record<string, number> = {};
  for (const { debit, credit, amount } of await transfersOf(db, order.id)) {
    sums[debit] = (sums[debit] ?? 0) + amount;
    sums[credit] = (sums[credit] ?? 0) - amount;
  }
  return sums;
}
