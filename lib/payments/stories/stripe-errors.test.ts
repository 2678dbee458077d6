import { expect, test } from "vitest";
import { declinedSince } from "@/db/limits";
import { refundById } from "@/db/refunds";
import { db } from "@/db/store";
import { errorCodes } from "@/emulators/stripe/errors/catalog";
import { listenForAlarms } from "@/testing/alarms";
import { callsNow, orderNow, paymentNow } from "@/testing/makers";
import { atStripe, fault, turnClock, writesAsked } from "@/testing/stripe";
import { anOpenIntent, aPaidPage, charge } from "@/testing/stripe-makers";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { seconds } from "../../clock";
import { refund } from "../refunds/refund";
import { reconcileOnce } from "../worker/reconcile";

// Stripe's errors that can be triggered on demand, each classified by hand. Errors not listed here pass and are retried
// automatically.

const refusedCards = ["card_declined", "processing_error"];
const refusedRefunds = ["charge_already_refunded", "charge_disputed"];
/** The answer to a capture that came too late. */
const refusedCaptures = ["charge_expired_for_capture"];
/** Another request is still in progress: the same key is retried at once. */
const running = ["idempotency_key_in_use", "lock_timeout"];
/** Our request or our account was rejected, whatever the operation. */
const rejected = [
  "api_key_expired",
  "secret_key_required",
  "balance_insufficient",
  "parameter_invalid_integer",
  "account_restricted",
];
/** The caller named a card that Stripe does not accept. */
const input = ["payment_method_used"];

const keysOf = async (orderId: string, operation: string) =>
  (await writesAsked(orderId))
    .filter((asked) => asked.operation === operation)
    .map(({ idempotencyKey }) => idempotencyKey);

const told: Record<string, string> = { declined: "payment_declined", rejected: "gateway_rejected" };

test.each(errorCodes)(
  "rule 12: %s to a charge is the right kind of refusal, and a card pays after it",
  async (code) => {
    const alarms = listenForAlarms();
    const { order, payment } = await anOpenIntent();
    await fault("error", { operation: "confirm_intent", code, times: 1 });
    const after = await charge(order);
    // If Stripe calls an existing payment missing, or answers a charge with a refund's error, our request is wrong.
    const isRejected = [...rejected, ...refusedRefunds, ...refusedCaptures, "resource_missing"].includes(
      code,
    );
    const kind = refusedCards.includes(code)
      ? "declined"
      : input.includes(code)
        ? "input"
        : isRejected
          ? "rejected"
          : null;
    if (kind === null) expect(after).toMatchObject({ status: "paid", failureCode: null });
    else {
      expect(after).toMatchObject({ status: "ready", captured: 0, failureKind: kind });
      await expect(answerOfConfirm(after)).rejects.toMatchObject({
        code: told[kind] ?? "payment_input_refused",
      });
    }
    expect(await declinedSince(db, [order.id], "stripe", new Date(0), 9)).toHaveLength(
      kind === "declined" ? 1 : 0,
    );
    expect(alarms()).toHaveLength(isRejected ? 1 : 0);
    expect(await auditOrder(order.id)).toEqual([]);

    await charge(order);
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ amount_received: 2_200 });
    const keys = await keysOf(payment.gatewayOrderId, "confirm_intent");
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(running.includes(code) ? 1 : 2);
    expect(await auditOrder(order.id)).toEqual([]);
  },
);

test.each(errorCodes)("rule 8: %s to a refund refunds nothing twice", async (code) => {
  const { order, payment } = await aPaidPage();
  await fault("error", { operation: "create_refund", code, times: 1 });
  const wish = { paymentId: payment.id, amount: 700, reason: "변심", requestedBy: "sora" };
  const { id } = await refund({ ...wish, waitMs: seconds(8) });
  await turnClock(seconds(20));
  await reconcileOnce();
  const ended = await refundById(db, id);
  const isRejected = [...rejected, ...input, ...refusedCaptures, "resource_missing"].includes(code);
  if (refusedRefunds.includes(code) || isRejected) expect(ended).toMatchObject({ state: "failed" });
  // Stripe only replays an error that it stored under the key: nothing is refunded until an operator has looked.
  else expect(["done", "asked"]).toContain(ended?.state);
  const back = (await atStripe(payment.gatewayOrderId)).latest_charge?.amount_refunded;
  expect(back).toBe(ended?.state === "done" ? 700 : 0);
  expect(await paymentNow(payment)).toMatchObject({
    refunded: back,
    refundPending: ended?.state === "asked" ? 700 : 0,
  });
  expect(new Set(await keysOf(payment.gatewayOrderId, "create_refund")).size).toBe(1);
  expect(await auditOrder(order.id)).toEqual([]);

  if (!isRejected) return;
  // Once that is fixed it is requested again, as a new refund.
  const again = await refund({ ...wish, waitMs: seconds(8) });
  expect(again).toMatchObject({ state: "done", amount: 700 });
  const calls = (await callsNow(payment)).filter(({ kind }) => kind === "refund");
  expect(calls.map(({ state }) => state)).toEqual(["declined", "done"]);
  expect(await paymentNow(payment)).toMatchObject({ refunded: 700, refundPending: 0 });
  expect(await auditOrder(order.id)).toEqual([]);
});
