import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { mailsOf } from "@/db/mails";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { toss, turnClock, writesAsked } from "@/testing/gateway";
import { anAccount, needsNow, orderNow, paymentNow, standingNow } from "@/testing/makers";
import { auditOrder } from "../../books/invariants";
import { days, hours, seconds } from "../../clock";
import { lookAndRecord } from "../engine/look";
import { refund } from "../refunds/refund";
import { reconcileOnce } from "../worker/reconcile";

// A deposit is refunded to an account that Mina named. Toss accepts the refund at once, and her bank pays it days
// later.

const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

async function aDeposit() {
  const { order, payment, paymentKey } = await anAccount();
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  return { order: await orderNow(order), payment: await paymentNow(payment), paymentKey };
}

const give = ({ id }: Payment, amount: number) =>
  refund({ paymentId: id, amount, reason: "변심", requestedBy: "sora", account, waitMs: seconds(8) });

async function aDayLater(times = 1) {
  for (let day = 0; day < times; day += 1) {
    await turnClock(days(1));
    for (let turns = 0; turns < 3; turns += 1) await reconcileOnce();
  }
}

const posted = async (order: Order) =>
  (await transfersOf(db, order.id)).map(({ debit, credit, amount }) => `${debit}/${credit} ${amount}`);
const letters = async ({ id }: Order) =>
  (await mailsOf(db, id)).filter(({ kind }) => kind === "refunded").length;

async function onItsWay() {
  const deposit = await aDeposit();
  const given = await give(deposit.payment, 9_000);
  expect(given).toMatchObject({ state: "asked" });
  return { ...deposit, given };
}

describe("while the bank has not paid it", () => {
  test("it is pending: nothing is posted and no email says that it was refunded", async () => {
    const { order, payment } = await onItsWay();
    await aDayLater();
    expect(await standingNow(payment)).toMatchObject({ refunded: 0, refundPending: 9_000, needs: [] });
    expect(await posted(order)).toEqual(["receivable/sales 29000"]);
    expect(await letters(order)).toBe(0);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("it is asked once, however often it is queried", async () => {
    const { payment } = await onItsWay();
    await aDayLater(2);
    const asked = await writesAsked(payment.gatewayOrderId);
    expect(asked.filter(({ operation }) => operation === "cancel")).toHaveLength(1);
  });

  test("the next refund waits for it, since Toss reports one state for all of them", async () => {
    const { order, payment, given } = await onItsWay();
    const next = await give(await paymentNow(payment), 5_000);
    expect(next.state).toBe("queued");
    await aDayLater(2);
    const states = Object.fromEntries((await refundsOf(db, payment.id)).map(({ id, state }) => [id, state]));
    expect(states).toEqual({ [given.id]: "done", [next.id]: "asked" });
    // A done refund stays done while Toss says that the newest is on its way.
    expect(await paymentNow(payment)).toMatchObject({ refunded: 9_000, refundPending: 5_000 });
    expect(await auditOrder(order.id)).toEqual([]);
    await aDayLater(3);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 14_000, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

test("once the bank has paid it, it is done: posted once, and its shopper is told once", async () => {
  const { order, payment, given } = await onItsWay();
  await aDayLater(5);
  expect(await refundsOf(db, payment.id)).toMatchObject([{ id: given.id, state: "done", account: null }]);
  expect(await standingNow(payment)).toMatchObject({ refunded: 9_000, refundPending: 0, needs: [] });
  expect(await posted(order)).toEqual(["receivable/sales 29000", "refunds/receivable 9000"]);
  expect(await letters(order)).toBe(1);
  expect(await auditOrder(order.id)).toEqual([]);
});

describe("when the bank refuses it", () => {
  test.each(["FAILED", "PARTIAL_FAILED"] as const)("%s: it failed, and a person is told", async (status) => {
    const { order, payment, paymentKey, given } = await onItsWay();
    await aDayLater();
    await toss.payments.refundStatus(paymentKey, status);
    await aDayLater();
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { id: given.id, state: "failed", failureCode: "refund_came_back", account: null },
    ]);
    expect(await standingNow(payment)).toMatchObject({
      refunded: 0,
      refundPending: 0,
      needs: ["refund_failed:refund_came_back"],
    });
    expect(await posted(order)).toEqual(["receivable/sales 29000"]);
    expect(await letters(order)).toBe(0);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a person is told once about a console refund too", async () => {
    const { order, payment, paymentKey } = await aDeposit();
    await toss.payments.cancel(paymentKey, { amount: 9_000, reason: "콘솔에서 환불" });
    await toss.payments.refundStatus(paymentKey, "FAILED");
    for (let look = 0; look < 3; look += 1) await lookAndRecord(payment.id);
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { amount: 9_000, state: "failed", failureCode: "refund_came_back", requestedBy: "gateway" },
    ]);
    expect(await standingNow(payment)).toMatchObject({
      refunded: 0,
      refundPending: 0,
      needs: ["refund_failed:refund_came_back"],
    });
    expect(await posted(order)).toEqual(["receivable/sales 29000"]);

    await toss.payments.refundStatus(paymentKey, "COMPLETED");
    await lookAndRecord(payment.id);
    expect(await refundsOf(db, payment.id)).toMatchObject([{ amount: 9_000, state: "done" }]);
    expect(await posted(order)).toEqual(["receivable/sales 29000", "refunds/receivable 9000"]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("and then pays it after all: it is done", async () => {
    const { order, payment, paymentKey, given } = await onItsWay();
    await toss.payments.refundStatus(paymentKey, "FAILED");
    await aDayLater();
    await toss.payments.refundStatus(paymentKey, "COMPLETED");
    await lookAndRecord(payment.id);
    expect(await refundsOf(db, payment.id)).toMatchObject([{ id: given.id, state: "done" }]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 9_000 });
    expect(await posted(order)).toEqual(["receivable/sales 29000", "refunds/receivable 9000"]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the second of two: the first stays done", async () => {
    const { order, payment, paymentKey } = await onItsWay();
    await aDayLater(3);
    await give(await paymentNow(payment), 5_000);
    await toss.payments.refundStatus(paymentKey, "PARTIAL_FAILED");
    await aDayLater();
    expect((await refundsOf(db, payment.id)).map(({ state }) => state).toSorted()).toEqual([
      "done",
      "failed",
    ]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 9_000, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("with another failed refund before it, the refusal may be about either, so a person must check", async () => {
    const { order, payment, paymentKey } = await onItsWay();
    await toss.payments.refundStatus(paymentKey, "FAILED");
    await aDayLater();
    await toss.payments.cancel(paymentKey, { amount: 5_000, reason: "콘솔", refundReceiveAccount: account });
    await toss.payments.refundStatus(paymentKey, "PARTIAL_FAILED");
    await lookAndRecord(payment.id);
    expect(await standingNow(payment)).toMatchObject({
      refunded: 0,
      needs: ["refund_failed:refund_came_back", "refund_unclear"],
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("with two pending, nobody can tell which one was refused, so a person must check", async () => {
    const { order, payment, paymentKey } = await onItsWay();
    await toss.payments.cancel(paymentKey, { amount: 5_000, reason: "콘솔", refundReceiveAccount: account });
    await toss.payments.refundStatus(paymentKey, "PARTIAL_FAILED");
    await aDayLater();
    expect(await standingNow(payment)).toMatchObject({
      refunded: 0,
      refundPending: 9_000,
      needs: ["refund_unclear"],
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

test("after two weeks of silence a person is told, and a later answer still counts", async () => {
  const { order, payment, paymentKey, given } = await onItsWay();
  await toss.payments.refundStatus(paymentKey, "NONE");
  await aDayLater(13);
  expect(await needsNow(payment)).toEqual([]);
  await turnClock(hours(2));
  await aDayLater();
  expect(await standingNow(payment)).toMatchObject({
    refundPending: 9_000,
    needs: ["refund_slow"],
  });
  await toss.payments.refundStatus(paymentKey, "COMPLETED");
  await aDayLater(2);
  expect(await refundsOf(db, payment.id)).toMatchObject([{ id: given.id, state: "done" }]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a refund in Toss's console counts once its bank has paid it", async () => {
  const { order, payment, paymentKey } = await aDeposit();
  await toss.payments.cancel(paymentKey, { amount: 5_000, reason: "콘솔" });
  await lookAndRecord(payment.id);
  expect(await paymentNow(payment)).toMatchObject({ refunded: 0, nextLookAt: expect.any(Date) });
  await aDayLater(4);
  expect(await standingNow(payment)).toMatchObject({ refunded: 5_000, needs: [] });
  expect(await refundsOf(db, payment.id)).toMatchObject([{ state: "done", requestedBy: "gateway" }]);
  expect(await auditOrder(order.id)).toEqual([]);
});
