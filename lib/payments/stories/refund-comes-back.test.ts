import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { refundsOf } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { callsNow, paymentNow, standingNow } from "@/testing/makers";
import { atStripe, fault, stripe, turnClock, writesAsked } from "@/testing/stripe";
import { aPaidIntent, aPaidPage, cards } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { days, hours, seconds } from "../../clock";
import { refund } from "../refunds/refund";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "../worker/reconcile";

// Stripe's refunds: some are pending for days, and some come back after they were done.

const give = (payment: Payment, amount: number) =>
  refund({ paymentId: payment.id, amount, reason: "변심", requestedBy: "sora", waitMs: seconds(8) });

const posted = async ({ orderId }: Payment) =>
  (await transfersOf(db, orderId))
    .filter(({ cause }) => cause !== "capture" && cause !== "fee")
    .map(({ cause, debit, credit, amount }) => [cause, debit, credit, amount]);

async function soon(ms = seconds(20)) {
  await turnClock(ms);
  await reconcileOnce();
}

test("rule 10: a refund carries our id and its reason, and is recognized by them", async () => {
  const { payment } = await aPaidPage();
  const given = await give(payment, 700);
  expect(given).toMatchObject({ state: "done", amount: 700 });
  expect((await atStripe(payment.gatewayOrderId)).latest_charge?.refunds.data).toMatchObject([
    { id: given.gatewayTransaction, amount: 700, metadata: { refund_id: given.id } },
  ]);
  expect(await posted(payment)).toEqual([["refund", "refunds", "receivable", 700]]);
});

describe("a pending refund", () => {
  test("is reserved and not posted; when it arrives it is done, and posted once", async () => {
    const { order, payment } = await aPaidPage(undefined, { card: cards.pendingRefund });
    const given = await give(payment, 700);
    expect(given).toMatchObject({ state: "asked" });
    await soon();
    expect(await standingNow(payment)).toMatchObject({ refunded: 0, refundPending: 700, needs: [] });
    expect(await posted(payment)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);

    await soon(days(1));
    await soon();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 700, refundPending: 0 });
    expect(await posted(payment)).toEqual([["refund", "refunds", "receivable", 700]]);
    expect(await refundsAsked(payment)).toHaveLength(1);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("that fails releases its reservation, posts nothing, and can be requested again", async () => {
    const { order, payment } = await aPaidPage(undefined, { card: cards.pendingRefund });
    const given = await give(payment, 2_200);
    await stripe.refunds.fail(await nameOf(payment));
    await soon();
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { id: given.id, state: "failed", failureCode: "refund_came_back" },
    ]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });
    expect(await posted(payment)).toEqual([]);
    expect((await callsNow(payment)).filter(({ state }) => state === "pending")).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);

    const again = await give(payment, 2_200);
    expect(again.state).toBe("asked");
    await soon();
    const keys = (await refundsAsked(payment)).map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toEqual([`${payment.id}:refund:1`, `${payment.id}:refund:2`]);
  });

  test("counts against the charged amount", async () => {
    const { payment } = await aPaidPage(undefined, { card: cards.pendingRefund });
    await give(payment, 2_000);
    await expect(give(payment, 201)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
  });
});

describe("a refund that was done", () => {
  test("and fails days later is posted back, and can be made again", async () => {
    const { order, payment } = await aPaidPage(undefined, { card: cards.failingRefund });
    expect(await give(payment, 700)).toMatchObject({ state: "done" });
    await turnClock(days(1) + seconds(1));
    await verify(payment);
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { state: "failed", failureCode: "refund_came_back" },
    ]);
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", refunded: 0, refundPending: 0 });
    expect(await posted(payment)).toEqual([
      ["refund", "refunds", "receivable", 700],
      ["refund_failed", "receivable", "refunds", 700],
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
    for (let look = 0; look < 2; look += 1) await verify(payment);
    expect(await posted(payment)).toHaveLength(2);
    await give(payment, 2_200);
    await soon();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 2_200, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("made in Stripe's dashboard that fails is posted, and posted back", async () => {
    const { order, payment, intentId } = await aPaidIntent();
    const { id } = await stripe.intents.refund(intentId, { amount: 500 });
    await verify(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 500 });
    await stripe.refunds.fail(id);
    await verify(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0 });
    expect((await posted(payment)).map(([cause]) => cause)).toEqual(["refund", "refund_failed"]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("and fails before a query, beside a dashboard refund of the same amount: both are recorded", async () => {
    const { order, payment, intentId } = await aPaidPage();
    const ours = await give(payment, 500);
    await stripe.refunds.fail(await nameOf(payment));
    const theirs = await stripe.intents.refund(intentId, { amount: 500 });
    await verify(payment);
    const all = await refundsOf(db, payment.id);
    expect(all).toHaveLength(2);
    expect(all.find(({ id }) => id === ours.id)).toMatchObject({
      state: "failed",
      failureCode: "refund_came_back",
    });
    expect(all.find(({ id }) => id !== ours.id)).toMatchObject({
      requestedBy: "gateway",
      state: "done",
      gatewayTransaction: theirs.id,
    });
    expect(await paymentNow(payment)).toMatchObject({ refunded: 500, refundPending: 0 });
    expect((await posted(payment)).map(([cause]) => cause).toSorted()).toEqual([
      "refund",
      "refund",
      "refund_failed",
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("in the dashboard that fails before a query is in no book, and a person is told", async () => {
    const { order, payment, intentId } = await aPaidIntent();
    const { id } = await stripe.intents.refund(intentId, { amount: 500 });
    await stripe.refunds.fail(id);
    await verify(payment);
    expect(await posted(payment)).toEqual([]);
    expect(await standingNow(payment)).toMatchObject({
      refunded: 0,
      needs: ["refund_failed:refund_came_back"],
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("without any webhook", () => {
  test("a refund that fails a day later is found by a query of our own", async () => {
    const { order, payment } = await aPaidPage(undefined, { card: cards.failingRefund });
    expect(await give(payment, 700)).toMatchObject({ state: "done" });
    for (let day = 0; day < 3; day += 1) await soon(days(1));
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { state: "failed", failureCode: "refund_came_back" },
    ]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });
    expect(await posted(payment)).toEqual([
      ["refund", "refunds", "receivable", 700],
      ["refund_failed", "receivable", "refunds", 700],
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a refund that fails weeks later is found too, and after a month queries stop", async () => {
    const { order, payment } = await aPaidPage();
    await give(payment, 700);
    await soon(days(20));
    await stripe.refunds.fail(await nameOf(payment));
    await soon(days(2));
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
    await soon(days(31));
    expect(await paymentNow(payment)).toMatchObject({ nextLookAt: null });
  });

  test("a pending dashboard refund is followed once it was seen", async () => {
    const { order, payment, intentId } = await aPaidPage(undefined, { card: cards.pendingRefund });
    const { id } = await stripe.intents.refund(intentId, { amount: 500 });
    await verify(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, nextLookAt: expect.any(Date) });
    await stripe.refunds.succeed(id);
    await soon(hours(2));
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { requestedBy: "gateway", state: "done", gatewayTransaction: id },
    ]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 500 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("without a refund nothing is queried once the fee is known", async () => {
    const { payment } = await aPaidPage();
    await soon(days(1));
    expect(await paymentNow(payment)).toMatchObject({ fee: 94, nextLookAt: null });
  });
});

test("more refunds than a charge lists by itself: all are recorded, each once", async () => {
  const { order, payment, intentId } = await aPaidPage();
  for (let n = 1; n <= 13; n += 1) await stripe.intents.refund(intentId, { amount: n });
  for (let look = 0; look < 2; look += 1) await verify(payment);
  expect(await standingNow(payment)).toMatchObject({ refunded: 91, needs: [] });
  expect(await refundsOf(db, payment.id)).toHaveLength(13);
  expect(await posted(payment)).toHaveLength(13);
  expect(await auditOrder(order.id)).toEqual([]);
});

describe("rule 8: a refund keeps its key whatever Stripe answered", () => {
  test.each(["drop_before", "drop_after", "error_after", "malformed", "in_progress"] as const)(
    "%s: it is refunded once",
    async (kind) => {
      const { order, payment } = await aPaidPage();
      const lost = await fault(kind, { operation: "create_refund", times: 2 });
      await give(payment, 700);
      await lost.mend();
      await soon();
      await soon();
      expect(await paymentNow(payment)).toMatchObject({ refunded: 700, refundPending: 0 });
      expect((await atStripe(payment.gatewayOrderId)).latest_charge).toMatchObject({ amount_refunded: 700 });
      const asked = await refundsAsked(payment);
      expect(asked.filter(({ acted }) => acted)).toHaveLength(1);
      expect(new Set(asked.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
        new Set([`${payment.id}:refund:1`]),
      );
      expect(await auditOrder(order.id)).toEqual([]);
    },
  );

  test("an error that Stripe repeats forever refunds nothing, and needs a person when the key has expired", async () => {
    const { order, payment } = await aPaidPage();
    await fault("error", { operation: "create_refund", code: "api_error", times: 1 });
    await give(payment, 700);
    await soon(hours(1));
    expect(await standingNow(payment)).toMatchObject({
      refunded: 0,
      refundPending: 700,
      needs: ["unanswered:refund: error"],
    });
    await soon(hours(23));
    expect(await standingNow(payment)).toMatchObject({ refundPending: 700, needs: ["key_died"] });
    expect(new Set((await refundsAsked(payment)).map((asked) => asked.idempotencyKey)).size).toBe(1);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("fully refunded in the dashboard meanwhile: ours is refused, and its money is not lost", async () => {
    const { order, payment, intentId } = await aPaidPage();
    await stripe.intents.refund(intentId);
    expect(await give(payment, 700)).toMatchObject({
      state: "failed",
      failureCode: "charge_already_refunded",
    });
    await verify(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 2_200, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("mostly refunded in the dashboard meanwhile: the same, by the words of Stripe's refusal", async () => {
    const { payment, intentId } = await aPaidPage();
    await stripe.intents.refund(intentId, { amount: 2_000 });
    expect(await give(payment, 700)).toMatchObject({ state: "failed", failureCode: "refund_exceeds_charge" });
  });
});

const refundsAsked = async ({ gatewayOrderId }: Payment) =>
  (await writesAsked(gatewayOrderId)).filter(({ operation }) => operation === "create_refund");

const nameOf = async ({ gatewayOrderId }: Payment) =>
  (await atStripe(gatewayOrderId)).latest_charge?.refunds.data[0]?.id ?? "";
