import { expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { refundsOf } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { atGateway, fault, toss, turnClock, writesAsked } from "@/testing/gateway";
import { aPaidPayment, callsNow, paymentNow, standingNow } from "@/testing/makers";
import { seconds } from "../../clock";
import { lookAndRecord } from "../engine/look";
import { refund } from "../refunds/refund";
import { reconcileOnce } from "../worker/reconcile";

// Somebody makes a refund in the gateway's console, and the shop learns of it by looking.

const inConsole = (payment: Payment, amount: number, reason = "콘솔에서 환불") =>
  toss.payments.cancel(payment.gatewayPaymentKey ?? "", { amount, reason });

test("rule 6: it becomes a refund of ours, posted once, however often we query", async () => {
  const { order, payment } = await aPaidPayment();
  await inConsole(payment, 4_000);
  for (let look = 0; look < 3; look += 1) await lookAndRecord(payment.id);
  expect(await standingNow(payment)).toMatchObject({ status: "paid", refunded: 4_000, needs: [] });
  expect(await refundsOf(db, payment.id)).toMatchObject([
    { amount: 4_000, state: "done", requestedBy: "gateway", reason: "콘솔에서 환불" },
  ]);
  expect((await transfersOf(db, order.id)).filter((row) => row.cause === "refund")).toMatchObject([
    { debit: "refunds", credit: "receivable", amount: 4_000 },
  ]);
});

test("rule 6: beside a refund of ours that no longer fits, the console refund is recorded and a person is asked", async () => {
  const { payment } = await aPaidPayment();
  const held = await fault("hold_before", { operation: "cancel", times: 1 });
  const ours = give(payment, 20_000);
  await expect.poll(held.holding).toBe(1);
  await inConsole(payment, 15_000);
  await lookAndRecord(payment.id);
  expect(await standingNow(payment)).toMatchObject({
    captured: 29_000,
    refunded: 15_000,
    refundPending: 20_000,
    needs: ["refunds_exceed_captured"],
  });

  await held.release();
  await ours;
  await turnClock(seconds(10));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 15_000, refundPending: 0 });
  expect((await refundsOf(db, payment.id)).find((one) => one.requestedBy === "sora")).toMatchObject({
    state: "failed",
    failureCode: "refund_exceeds_balance",
  });
  expect((await atGateway(payment.gatewayOrderId)).balanceAmount).toBe(14_000);
});

test("rule 8: beside a refund of ours that still fits, ours is asked again with the right guard", async () => {
  const { payment } = await aPaidPayment();
  const held = await fault("hold_before", { operation: "cancel", times: 1 });
  const ours = give(payment, 10_000);
  await expect.poll(held.holding).toBe(1);
  await inConsole(payment, 5_000);
  await held.release();
  expect(await ours).toMatchObject({ state: "asked" });
  for (let turn = 0; turn < 2; turn += 1) {
    await turnClock(seconds(20));
    await reconcileOnce();
  }
  expect(await standingNow(payment)).toMatchObject({ refunded: 15_000, refundPending: 0, needs: [] });
  const cancels = (await writesAsked(payment.gatewayOrderId)).filter((one) => one.operation === "cancel");
  expect(cancels.map((one) => [one.idempotencyKey, one.body])).toMatchObject([
    [`${payment.id}:refund:1`, { cancelAmount: 10_000, refundableAmount: 29_000 }],
    [`${payment.id}:refund:2`, { cancelAmount: 10_000, refundableAmount: 24_000 }],
  ]);
  expect(await callsNow(payment)).toMatchObject([
    { kind: "confirm", state: "done" },
    { kind: "refund", n: 1, state: "moot" },
    { kind: "refund", n: 2, state: "done" },
  ]);
});

test("rule 21: a full refund in the console leaves nothing for us to refund", async () => {
  const { payment } = await aPaidPayment();
  await inConsole(payment, 29_000);
  await lookAndRecord(payment.id);
  await expect(give(payment, 1)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
});

test("rule 21: after an unknown console refund, ours is not doubled and its money is not lost", async () => {
  const { payment } = await aPaidPayment();
  await inConsole(payment, 29_000);
  await give(payment, 29_000);
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(seconds(20));
    await reconcileOnce();
  }
  expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000, refundPending: 0 });
  expect((await refundsOf(db, payment.id)).map((one) => [one.requestedBy, one.state])).toEqual(
    expect.arrayContaining([
      ["gateway", "done"],
      ["sora", "failed"],
    ]),
  );
});

test("rule 6: somebody copies our reason with its id into the console: both refunds are recorded", async () => {
  const { order, payment } = await aPaidPayment();
  const ours = await give(payment, 5_000);
  await inConsole(payment, 3_000, `변심 (${ours.id})`);
  await lookAndRecord(payment.id);
  const done = (await refundsOf(db, payment.id)).filter((one) => one.state === "done");
  expect(done.reduce((sum, one) => sum + one.amount, 0)).toBe(8_000);
  expect(await paymentNow(payment)).toMatchObject({ refunded: 8_000, refundPending: 0 });
  expect((await transfersOf(db, order.id)).filter((row) => row.cause === "refund")).toHaveLength(2);
});

test("rule 6: the same, with both found in one query", async () => {
  const { payment } = await aPaidPayment();
  await fault("drop_after", { operation: "cancel", times: 1 });
  const ours = await give(payment, 5_000);
  await inConsole(payment, 5_000, `변심 (${ours.id})`);
  await lookAndRecord(payment.id);
  const done = (await refundsOf(db, payment.id)).filter((one) => one.state === "done");
  expect(done.map((one) => one.amount)).toEqual([5_000, 5_000]);
  expect(new Set(done.map((one) => one.gatewayTransaction)).size).toBe(2);
  expect(await paymentNow(payment)).toMatchObject({ refunded: 10_000, refundPending: 0 });
});

test("rule 6: the same, but ours was never done: the gateway's refund keeps its own identity", async () => {
  const { payment } = await aPaidPayment();
  await fault("drop_before", { operation: "cancel", times: 1 });
  const ours = await give(payment, 5_000);
  await inConsole(payment, 3_000, `변심 (${ours.id})`);
  await turnClock(seconds(10));
  await reconcileOnce();
  expect(await refundsOf(db, payment.id)).toMatchObject([{ id: ours.id, amount: 3_000, state: "done" }]);
  expect(await paymentNow(payment)).toMatchObject({ refunded: 3_000, refundPending: 0 });
});

const give = (payment: Payment, amount: number) =>
  refund({ paymentId: payment.id, amount, reason: "변심", requestedBy: "sora", waitMs: seconds(8) });
