import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { refundById, refundsOf } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { turnOurClock } from "@/testing/clock";
import { atGateway, fault, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  aPaidPayment,
  callsNow,
  orderNow,
  paymentNow,
  standingNow,
  storyOf,
} from "@/testing/makers";
import { days, seconds } from "../../clock";
import { lookAndRecord } from "../engine/look";
import { betweenRefundsMs } from "../engine/reserve-refund";
import { presentPayment, presentStatus } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";
import { refund } from "./refund";

const give = (payment: Payment, amount?: number, reason = "단순 변심") =>
  refund({
    paymentId: payment.id,
    ...(amount === undefined ? {} : { amount }),
    reason,
    requestedBy: "sora",
    waitMs: seconds(8),
  });

describe("rule 21: reserve, ask, record", () => {
  test("Sora refunds all of it, and the order, the books and the gateway agree", async () => {
    const { order, payment } = await aPaidPayment();
    const done = await give(payment);
    const at = await atGateway(payment.gatewayOrderId);
    expect(at).toMatchObject({ status: "CANCELED", balanceAmount: 0 });
    expect(done).toMatchObject({
      state: "done",
      amount: 29_000,
      gatewayTransaction: at.cancels?.[0]?.transactionKey,
    });
    const after = await paymentNow(payment);
    expect(after).toMatchObject({ status: "paid", captured: 29_000, refunded: 29_000, refundPending: 0 });
    expect(presentPayment(order, after)).toMatchObject({ status: "refunded", refundable: 0 });
    expect(presentStatus(await orderNow(order), [after])).toMatchObject({
      order: { status: "refunded" },
      refunded: 29_000,
    });
    expect(await transfersOf(db, order.id)).toMatchObject([
      { debit: "receivable", credit: "sales", amount: 29_000, cause: "capture" },
      { debit: "refunds", credit: "receivable", amount: 29_000, cause: "refund" },
    ]);
    expect((await storyOf(order)).slice(-2)).toEqual(["refund_reserved", "refund_done"]);
  });

  test("a part: the order is partially refunded, and the rest can still be refunded", async () => {
    const { order, payment } = await aPaidPayment();
    await give(payment, 9_000);
    const after = await paymentNow(payment);
    expect(presentPayment(order, after)).toMatchObject({ status: "partially_refunded", refundable: 20_000 });
    await turnClock(betweenRefundsMs);
    await give(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000, refundPending: 0 });
  });

  test("ten people each refund a third at one moment: three succeed, and never more than was charged", async () => {
    const { payment } = await aPaidPayment();
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => give(payment, 9_500)));
    const refused = asked.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(7);
    for (const one of refused) expect(one).toMatchObject({ reason: { code: "refund_exceeds_balance" } });
    await untilRefunded(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 28_500, refundPending: 0 });
    expect((await atGateway(payment.gatewayOrderId)).cancels).toHaveLength(3);
  });

  test.each([
    ["more than was charged", 29_001],
    ["nothing", 0],
    ["a negative amount", -1],
  ])("%s cannot be refunded", async (_, amount) => {
    const { payment } = await aPaidPayment();
    await expect(give(payment, amount)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
    expect(await paymentNow(payment)).toEqual(payment);
    expect(await refundsOf(db, payment.id)).toEqual([]);
  });

  test("an unpaid payment cannot be refunded", async () => {
    const { payment } = await anAttempt();
    await expect(give(payment)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
  });

  test("a decline releases the reservation, and the next refund of the payment is asked", async () => {
    const { payment } = await aPaidPayment();
    await fault("error", { operation: "cancel", times: 1, code: "REFUND_REJECTED" });
    const both = [await give(payment, 10_000)];
    expect(both[0]).toMatchObject({ state: "failed", failureCode: "REFUND_REJECTED" });
    expect(await standingNow(payment)).toMatchObject({ refunded: 0, refundPending: 0, needs: [] });
    await turnClock(betweenRefundsMs);
    expect(await give(payment, 29_000)).toMatchObject({ state: "done" });
  });

  test("an unknown answer keeps the reservation", async () => {
    const { payment } = await aPaidPayment();
    const away = await fault("away");
    expect(await give(payment, 10_000)).toMatchObject({ state: "asked" });
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 10_000 });
    await expect(give(payment, 20_000)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
    await away.mend();
    await turnClock(seconds(10));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 10_000, refundPending: 0 });
  });

  test("a caller who has waited long enough is told that it is asked, and it is done later", async () => {
    const { payment } = await aPaidPayment();
    const held = await fault("hold", { operation: "cancel" });
    const asked = give(payment);
    await expect.poll(held.holding).toBe(1);
    turnOurClock(seconds(8));
    expect(await asked).toMatchObject({ state: "asked" });
    await held.release();
    await untilRefunded(payment);
    expect((await atGateway(payment.gatewayOrderId)).cancels).toHaveLength(1);
  });
});

describe("rule 10: Toss refunds one at a time", () => {
  test("three refunds are reserved at once and asked in turn, a second apart, each guarded by what is left", async () => {
    const { payment } = await aPaidPayment();
    const states = [];
    for (const amount of [10_000, 5_000, 1_000]) {
      states.push((await give(payment, amount)).state);
      turnOurClock(1);
    }
    expect(states).toEqual(["done", "asked", "queued"]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 10_000, refundPending: 6_000 });

    for (const asked of [1, 2, 3]) {
      await reconcileOnce();
      expect(await cancelsAsked(payment)).toHaveLength(asked);
      await turnClock(betweenRefundsMs);
    }
    expect((await cancelsAsked(payment)).map((write) => write.body)).toMatchObject([
      { cancelAmount: 10_000, refundableAmount: 29_000 },
      { cancelAmount: 5_000, refundableAmount: 19_000 },
      { cancelAmount: 1_000, refundableAmount: 14_000 },
    ]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 16_000, refundPending: 0 });
    expect(betweenRefundsMs).toBeGreaterThanOrEqual(seconds(1));
  });

  test("a refund after a refused one waits its second too", async () => {
    const { payment } = await aPaidPayment();
    await fault("error", { operation: "cancel", times: 1, code: "REFUND_REJECTED" });
    await give(payment, 10_000);
    expect(await give(payment, 5_000)).toMatchObject({ state: "asked" });
    expect(await cancelsAsked(payment)).toHaveLength(1);
    await turnClock(betweenRefundsMs);
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 5_000, refundPending: 0 });
  });

  test.each([
    ["Korean", "마음이 바뀌어서 환불을 부탁드려요. ".repeat(20)],
    ["emoji, each two units long", "😢".repeat(200)],
    ["one letter too many", "가".repeat(177)],
  ])("our refund's id ends the reason, which has 200 characters at most: %s", async (_, reason) => {
    const { payment } = await aPaidPayment();
    const { id } = await give(payment, 1_000, reason);
    const [cancel] = (await atGateway(payment.gatewayOrderId)).cancels ?? [];
    expect(cancel?.cancelReason.endsWith(` (${id})`)).toBe(true);
    expect(cancel?.cancelReason.length).toBeLessThanOrEqual(200);
    expect(cancel?.cancelReason).not.toMatch(/\p{Cs}/u);
    expect(await refundById(db, id)).toMatchObject({ state: "done", reason });
  });

  test("a refund that was done but not answered is recognized by its id, and not repeated", async () => {
    const { payment } = await aPaidPayment();
    await fault("drop_after", { operation: "cancel", times: 1 });
    expect(await give(payment, 10_000)).toMatchObject({ state: "asked" });
    await untilRefunded(payment);
    expect(await cancelsAsked(payment)).toHaveLength(1);
    expect((await atGateway(payment.gatewayOrderId)).balanceAmount).toBe(19_000);
  });

  test("rule 8: dropped before the gateway acted, it is asked again under the same key", async () => {
    const { payment } = await aPaidPayment();
    await fault("drop_before", { operation: "cancel", times: 1 });
    expect(await give(payment, 10_000)).toMatchObject({ state: "asked" });
    await untilRefunded(payment);
    const keys = (await cancelsAsked(payment)).map((write) => write.idempotencyKey);
    expect(keys).toEqual([`${payment.id}:refund:1`, `${payment.id}:refund:1`]);
    expect((await atGateway(payment.gatewayOrderId)).balanceAmount).toBe(19_000);
  });
});

describe("rule 9: a refund whose key expired", () => {
  test("it is asked for fourteen days; after that it needs a person and stays reserved", async () => {
    const alarms = listenForAlarms();
    const { payment } = await aPaidPayment();
    const broken = await fault("drop_before", { operation: "cancel" });
    await give(payment, 10_000);
    await broken.mend();
    const before = (await cancelsAsked(payment)).length;
    turnOurClock(days(14));
    await reconcileOnce();
    expect(await cancelsAsked(payment)).toHaveLength(before);
    expect(await standingNow(payment)).toMatchObject({ needs: ["key_died"], refundPending: 10_000 });
    expect((await callsNow(payment)).at(-1)).toMatchObject({ kind: "refund", state: "stuck" });
    expect(alarms().some((alarm) => alarm.why === "key_died")).toBe(true);
  });

  test("if it was done, it is recorded however old the key", async () => {
    const { payment } = await aPaidPayment();
    await fault("drop_after", { operation: "cancel", times: 1 });
    const blind = await fault("away", { operation: "look" });
    await give(payment, 10_000);
    await blind.mend();
    turnOurClock(days(20));
    await reconcileOnce();
    expect(await standingNow(payment)).toMatchObject({
      refunded: 10_000,
      refundPending: 0,
      needs: [],
    });
  });
});

test("a webhook about the refund that comes before its answer records it once", async () => {
  const { order, payment } = await aPaidPayment();
  const held = await fault("hold", { operation: "cancel" });
  const asked = give(payment, 10_000);
  await expect.poll(held.holding).toBe(1);
  await lookAndRecord(payment.id);
  expect(await paymentNow(payment)).toMatchObject({ refunded: 10_000, refundPending: 0 });
  await held.release();
  expect(await asked).toMatchObject({ state: "done" });
  expect((await storyOf(order)).filter((kind) => kind === "refund_done")).toHaveLength(1);
  expect(await transfersOf(db, order.id)).toHaveLength(2);
});

const cancelsAsked = async (payment: Payment) =>
  (await writesAsked(payment.gatewayOrderId)).filter((write) => write.operation === "cancel");

/** Advances the clock and runs reconcile until no refund of a payment is pending. */
const untilRefunded = (payment: Payment) =>
  expect
    .poll(async () => {
      await turnClock(seconds(10));
      await reconcileOnce();
      return (await paymentNow(payment)).refundPending;
    })
    .toBe(0);
