import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { movePayment } from "@/db/payments";
import { refundsOf } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { betweenLooks } from "@/testing/double";
import { atGateway, fault, looksAt, takeMoney, turnClock } from "@/testing/gateway";
import {
  anAuthenticatedPayment,
  anotherAuthenticatedPayment,
  aPaidPayment,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
  standingNow,
  storyOf,
} from "@/testing/makers";
import { now, seconds } from "../../clock";
import { presentPayment } from "../view/present";
import { refusalOfConfirm } from "../view/refusal";
import { reconcileOnce } from "../worker/reconcile";
import { lookAndRecord, lookAt } from "./look";
import { record } from "./record";

describe("rule 3: the order names its payments", () => {
  test("the winner ends the order's other attempts, which can then no longer be paid", async () => {
    const first = await anAuthenticatedPayment();
    const other = await anotherAuthenticatedPayment(first.order);
    await confirmWith(first.payment, first.paymentKey);
    expect(await orderNow(first.order)).toMatchObject({ winnerPaymentId: first.payment.id, status: "paid" });
    expect(await paymentNow(other.payment)).toMatchObject({ status: "canceled", captured: 0 });
  });

  test("a second success is recorded as paid and refunded automatically", async () => {
    const first = await anAuthenticatedPayment();
    const second = await anotherAuthenticatedPayment(first.order);
    await confirmWith(first.payment, first.paymentKey);
    await takeMoney({
      paymentKey: second.paymentKey,
      orderId: second.payment.gatewayOrderId,
      amount: second.payment.amount,
    });
    await lookAndRecord(second.payment.id);
    expect(await paymentNow(second.payment)).toMatchObject({
      status: "paid",
      captured: 29_000,
      refundPending: 29_000,
      credited: "shopper",
    });
    const order = await orderNow(first.order);
    expect(order).toMatchObject({ status: "paid", winnerPaymentId: first.payment.id });
    expect(await storyOf(order)).toContain("payment_not_counted");
    expect(refusalOfConfirm(order, await paymentNow(second.payment), now())).toMatchObject({
      code: "order_already_paid",
      message: expect.stringContaining("Another payment paid this order. The payment is being refunded."),
    });

    await reconcileOnce();
    const after = await paymentNow(second.payment);
    expect(after).toMatchObject({ refunded: 29_000, refundPending: 0 });
    expect(presentPayment(order, after)).toMatchObject({ status: "refunded", winner: false });
    expect(await refundsOf(db, second.payment.id)).toMatchObject([
      { requestedBy: "system", reason: "second_success", state: "done", amount: 29_000 },
    ]);
    expect((await atGateway(second.payment.gatewayOrderId)).balanceAmount).toBe(0);
    expect((await transfersOf(db, order.id)).map((row) => [row.debit, row.credit, row.amount])).toEqual([
      ["receivable", "sales", 29_000],
      ["receivable", "shopper", 29_000],
      ["shopper", "receivable", 29_000],
    ]);
  });

  test("rule 21: a declined automatic refund needs a person, and raises an alarm", async () => {
    const alarms = listenForAlarms();
    const first = await anAuthenticatedPayment();
    const second = await anotherAuthenticatedPayment(first.order);
    await confirmWith(first.payment, first.paymentKey);
    const orderId = second.payment.gatewayOrderId;
    await takeMoney({ paymentKey: second.paymentKey, orderId, amount: second.payment.amount });
    await fault("error", { operation: "cancel", times: 1, orderId, code: "EXCEED_MAX_REFUND_DUE" });
    await lookAndRecord(second.payment.id);
    await reconcileOnce();
    expect(await standingNow(second.payment)).toMatchObject({
      refunded: 0,
      refundPending: 0,
      needs: ["refund_failed:EXCEED_MAX_REFUND_DUE"],
    });
    expect(alarms().some((alarm) => alarm.code === "EXCEED_MAX_REFUND_DUE")).toBe(true);
  });
});

describe("rule 4: answers have an age", () => {
  test("an answer about an older row is not written", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    const look = await lookAt(payment);
    if (look.is !== "seen") throw new Error("no answer");
    const changed = await change(payment);
    expect(await record(payment, { is: "seen", snapshot: look.snapshot }, now())).toBeUndefined();
    expect(await paymentNow(payment)).toEqual(changed);
    expect(await orderNow(order)).toMatchObject({ status: "open" });
    expect(await transfersOf(db, order.id)).toEqual([]);
    expect(await record(changed, { is: "seen", snapshot: look.snapshot }, now())).toMatchObject({
      status: "paid",
    });
  });

  test("a decline that comes after the payment does not undo it", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await confirmWith(payment, paymentKey);
    expect(await record(payment, { is: "declined", code: "REJECT_CARD_PAYMENT" }, now())).toBeUndefined();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", failureCode: null });
  });

  test("a payment that changes during every query is left to reconcile after three tries", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    betweenLooks(async (look) => {
      await change(payment);
      return look;
    });
    expect(await lookAndRecord(payment.id)).toBe("unknown");
    expect(await looksAt(payment.gatewayOrderId)).toBe(3);
    expect((await paymentNow(payment)).status).toBe("ready");
  });

  test("a payment that changed once is queried again, and written", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    let looks = 0;
    betweenLooks(async (look) => {
      looks += 1;
      if (looks === 1) await change(payment);
      return look;
    });
    expect(await lookAndRecord(payment.id)).toMatchObject({ status: "paid" });
    expect(looks).toBe(2);
  });

  test("the webhook's query overtakes the confirm's answer, and both say the same", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const held = await fault("hold", { operation: "confirm" });
    const answer = confirmWith(payment, paymentKey);
    await expect.poll(held.holding).toBe(1);
    await lookAndRecord(payment.id);
    expect((await paymentNow(payment)).status).toBe("paid");
    await held.release();
    expect(await answer).toMatchObject({ status: "paid" });
    expect((await storyOf(order)).filter((kind) => kind === "payment_paid")).toHaveLength(1);
    expect(await transfersOf(db, order.id)).toHaveLength(1);
    expect(await callsNow(payment)).toMatchObject([{ state: "done" }]);
  });

  test("an old webhook writes nothing at all", async () => {
    const { payment } = await aPaidPayment();
    await lookAndRecord(payment.id);
    expect(await paymentNow(payment)).toEqual(payment);
  });

  test("an answer that the table does not allow for a paid payment goes to a person, once, and the payment stays paid", async () => {
    const alarms = listenForAlarms();
    const { order, payment } = await aPaidPayment();
    betweenLooks(async (look) =>
      look.is === "seen" ? { is: "seen", snapshot: { ...look.snapshot, status: "expired" } } : look,
    );
    await lookAndRecord(payment.id);
    await lookAndRecord(payment.id);
    expect(await standingNow(payment)).toMatchObject({
      status: "paid",
      captured: 29_000,
      needs: ["unexpected:expired:expired"],
    });
    expect((await storyOf(order)).filter((kind) => kind === "needs_person")).toHaveLength(1);
    expect(alarms()).toHaveLength(1);
  });
});

test("rule 15: a decline leaves the order open, and a new attempt pays it", async () => {
  const first = await anAuthenticatedPayment(undefined, "insufficient_balance");
  expect(await confirmWith(first.payment, first.paymentKey)).toMatchObject({
    status: "failed",
    failureCode: "REJECT_CARD_PAYMENT",
  });
  expect(await orderNow(first.order)).toMatchObject({
    status: "open",
    askingPaymentId: null,
    stockTaken: true,
  });
  const second = await anAuthenticatedPayment(first.order);
  expect(second.payment).toMatchObject({ attempt: 2 });
  expect(second.payment.gatewayOrderId).toMatch(new RegExp(`^${first.order.number}-2-`));
  expect(await confirmWith(second.payment, second.paymentKey)).toMatchObject({ status: "paid" });
  expect(await paymentNow(first.payment)).toMatchObject({ status: "failed" });
});

test("rule 4: a charge is accepted for an attempt that was declined before", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await fault("error", { operation: "confirm", times: 1, code: "REJECT_CARD_PAYMENT" });
  expect((await confirmWith(payment, paymentKey)).status).toBe("failed");
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
  await turnClock(seconds(10));
  expect(await lookAndRecord(payment.id)).toMatchObject({ status: "paid", failureCode: null });
  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
});

/** Writes the payment's row as another worker would, which raises its version. */
const change = async (payment: Payment) => {
  const changed = await transaction((tx) => movePayment(tx, payment.id, ["ready"], {}));
  if (!changed) throw new Error("The payment is not ready any more.");
  return changed;
};
