import { expect, test } from "vitest";
import { refundById } from "@/db/refunds";
import { db } from "@/db/store";
import { errorCodes } from "@/emulators/stripe/errors/catalogue";
import { listenForAlarms } from "@/testing/alarms";
import { orderNow, paymentNow } from "@/testing/makers";
import { atStripe, fault, turnClock, writesAsked } from "@/testing/stripe";
import { anOpenIntent, aPaidPage, charge } from "@/testing/stripe-makers";
import { auditOrder } from "../books/invariants";
import { seconds } from "../clock";
import { reconcileOnce } from "./reconcile";
import { refund } from "./refund";

// Stripe's errors that can be had on order, each decided by hand. What is left out is unknown too.

const refusedCards = ["card_declined", "processing_error"];
const refusedRefunds = ["charge_already_refunded", "charge_disputed"];
/** Something is still at work: the same key is asked again at once. */
const running = ["idempotency_key_in_use", "lock_timeout"];
/** Keys or account: for the operator. */
const setUp = ["api_key_expired", "secret_key_required"];

const keysOf = async (orderId: string, operation: string) =>
  (await writesAsked(orderId))
    .filter((asked) => asked.operation === operation)
    .map(({ idempotencyKey }) => idempotencyKey);

test.each(errorCodes)(
  "rule 12: %s to a charge takes nothing, blocks nothing, and a card pays",
  async (code) => {
    const alarms = listenForAlarms();
    const { order, payment } = await anOpenIntent();
    await fault("error", { operation: "confirm_intent", code, times: 1 });
    const after = await charge(order);
    if (running.includes(code)) expect(after).toMatchObject({ status: "paid" });
    else
      expect(after).toMatchObject({
        status: "ready",
        captured: 0,
        failureCode: refusedCards.includes(code) ? code : null,
      });
    expect(await auditOrder(order.id)).toEqual([]);
    expect(alarms().length > 0).toBe(setUp.includes(code));

    await charge(order);
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ amount_received: 2_200 });
    const keys = await keysOf(payment.gatewayOrderId, "confirm_intent");
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(running.includes(code) ? 1 : 2);
    expect(await auditOrder(order.id)).toEqual([]);
  },
);

test.each(errorCodes)("rule 8: %s to a refund gives nothing twice, and its key stays", async (code) => {
  const { order, payment } = await aPaidPage();
  await fault("error", { operation: "create_refund", code, times: 1 });
  const wish = { paymentId: payment.id, amount: 700, reason: "변심", requestedBy: "sora" };
  const { id } = await refund({ ...wish, waitMs: seconds(8) });
  await turnClock(seconds(20));
  await reconcileOnce();
  const ended = await refundById(db, id);
  if (refusedRefunds.includes(code)) expect(ended).toMatchObject({ state: "failed", failureCode: code });
  // An error that Stripe keeps under the key is only replayed: nothing goes back until a person has looked.
  else expect(["done", "asked"]).toContain(ended?.state);
  const back = (await atStripe(payment.gatewayOrderId)).latest_charge?.amount_refunded;
  expect(back).toBe(ended?.state === "done" ? 700 : 0);
  expect(await paymentNow(payment)).toMatchObject({
    refunded: back,
    refundPending: ended?.state === "asked" ? 700 : 0,
  });
  expect(new Set(await keysOf(payment.gatewayOrderId, "create_refund")).size).toBe(1);
  expect(await auditOrder(order.id)).toEqual([]);
});
