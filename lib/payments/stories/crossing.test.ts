import { expect, test } from "vitest";
import { refundsOf } from "@/db/refunds";
import { db } from "@/db/store";
import { auditOrder } from "@/lib/books/invariants";
import { atGateway, fault, takeMoney, toss, turnClock } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  callsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { minutes, now } from "../../clock";
import { claim } from "../engine/claim";
import { lookAndRecord } from "../engine/look";
import { record } from "../engine/record";
import { refund } from "../refunds/refund";
import { reconcileOnce } from "../worker/reconcile";

// Findings that cross, so that one is recorded just after another was written.

test("rule 14: money in review closes the account that was open beside it", async () => {
  const account = await anAccount();
  const { payment } = await anAttempt(account.order);
  const paymentKey = await authenticate(payment, undefined, 30_000);
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
  await lookAndRecord(payment.id);
  expect((await orderNow(account.order)).status).toBe("in_review");
  expect(await auditOrder(account.order.id)).toEqual([]);
  await reconcileOnce();
  expect((await atGateway(account.payment.gatewayOrderId)).status).toBe("CANCELED");
  expect((await paymentNow(account.payment)).status).toBe("canceled");
});

test("rule 4: two workers find that nothing happened, and the second one writes nothing", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await claim(payment, paymentKey, now());
  const asked = await paymentNow(payment);
  const nothing = { is: "nothing", why: "not_authenticated" } as const;
  expect((await record(asked, nothing, now()))?.status).toBe("ready");
  const freed = await paymentNow(payment);
  const story = await storyOf(order);
  // One of them read the payment before it was freed, the other one after.
  expect(await record(asked, nothing, now())).toBeUndefined();
  expect(await record(freed, nothing, now())).toEqual(freed);
  expect(await paymentNow(payment)).toEqual(freed);
  expect(await storyOf(order)).toEqual(story);
  expect((await callsNow(payment)).map(({ state }) => state)).toEqual(["moot"]);
});

test("rule 21: refunds in the queue are dropped after a full refund in the gateway's console", async () => {
  const { payment } = await aPaidPayment();
  const away = await fault("away", { operation: "cancel" });
  for (const amount of [10_000, 5_000])
    await refund({ paymentId: payment.id, amount, reason: "변심", requestedBy: "sora", waitMs: 8_000 });
  await away.mend();
  await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { amount: 29_000, reason: "콘솔에서 환불" });
  await lookAndRecord(payment.id);
  for (let turns = 0; turns < 6; turns += 1) {
    await turnClock(minutes(1));
    await reconcileOnce();
  }
  expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000, refundPending: 0 });
  expect((await callsNow(payment)).filter(({ state }) => state === "pending")).toEqual([]);
  const ours = (await refundsOf(db, payment.id)).filter(({ requestedBy }) => requestedBy === "sora");
  expect(ours.map(({ state, failureCode }) => [state, failureCode])).toEqual([
    ["failed", "refund_exceeds_balance"],
    ["failed", "refund_exceeds_balance"],
  ]);
});
