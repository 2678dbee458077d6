import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import type { Order, Payment } from "@/db/schema";
import { needsNow, orderNow, paymentNow, standingNow } from "@/testing/makers";
import { anotherProgram, turnClock } from "@/testing/stripe";
import { anOpenIntent, charge } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { minutes, now, seconds } from "../../clock";
import { lookAndRecord } from "../engine/look";
import { refund } from "../refunds/refund";
import { acceptReviewed, returnReviewed } from "../refunds/review";
import { reconcileOnce } from "../worker/reconcile";

// Somebody else with the account's keys wrote another order onto Mina's payment; Sora reviewed and accepted it.

async function anAcceptedPayment(): Promise<{ order: Order; payment: Payment }> {
  const { order, payment, intentId } = await anOpenIntent();
  await anotherProgram().paymentIntents.update(intentId, { metadata: { order_id: "ORD-ELSEWHERE-1" } });
  expect(await charge(order)).toMatchObject({ status: "in_review", credited: "suspense" });
  expect(await needsNow(payment)).toEqual(["mismatch"]);
  await acceptReviewed(order.id, "the shopper showed us the receipt", "sora", now());
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

describe("rule 14: a bank authorizes an amount that we did not ask for", () => {
  // Anyone else with the account's keys can change these fields and switch to manual capture.
  const changes = {
    "another sum": { amount: 2_300 },
    "another order": { metadata: { order_id: "ORD-ELSEWHERE-1" } },
  };

  async function aChangedPayment(change: Stripe.PaymentIntentUpdateParams) {
    const opened = await anOpenIntent();
    await anotherProgram().paymentIntents.update(opened.intentId, { ...change, capture_method: "manual" });
    expect(await charge(opened.order)).toMatchObject({ status: "authorized", captured: 0, credited: null });
    expect(await auditOrder(opened.order.id)).toEqual([]);
    return opened;
  }

  test.each(Object.entries(changes))(
    "%s: it goes to review once it is captured, and is returned",
    async (_, change) => {
      const { order, payment, intentId } = await aChangedPayment(change);
      const { amount_received: taken } = await anotherProgram().paymentIntents.capture(intentId);
      await lookAndRecord(payment.id);
      expect(await standingNow(payment)).toMatchObject({
        status: "in_review",
        captured: taken,
        credited: "suspense",
        needs: ["mismatch"],
      });
      expect(await auditOrder(order.id)).toEqual([]);
      await returnReviewed(order.id, "not what was ordered", "sora", now());
      for (let turn = 0; turn < 2; turn += 1) await reconcileOnce();
      expect(await standingNow(payment)).toMatchObject({ status: "canceled", refunded: taken });
      expect(await auditOrder(order.id)).toEqual([]);
    },
  );

  test.each(Object.entries(changes))(
    "%s: its bank releases it, and nothing is left to decide",
    async (_, change) => {
      const { order, payment, intentId } = await aChangedPayment(change);
      await anotherProgram().paymentIntents.cancel(intentId);
      await lookAndRecord(payment.id);
      expect(await standingNow(payment)).toMatchObject({ status: "canceled", captured: 0, needs: [] });
      expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
      expect(await auditOrder(order.id)).toEqual([]);
    },
  );
});

describe("rule 14: an accepted payment that names another order", () => {
  test("is not questioned by the next query", async () => {
    const { order, payment } = await anAcceptedPayment();
    await lookAndRecord(payment.id);
    expect(await standingNow(payment)).toMatchObject({ status: "paid", needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("can be refunded", async () => {
    const { order, payment } = await anAcceptedPayment();
    const given = await refund({
      paymentId: payment.id,
      amount: 700,
      reason: "The mug was broken",
      requestedBy: "sora",
      waitMs: seconds(8),
    });
    expect(given).toMatchObject({ state: "done", amount: 700 });
    expect(await standingNow(payment)).toMatchObject({ refunded: 700, refundPending: 0, needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("has its fee queried like any other", async () => {
    const { payment } = await anAcceptedPayment();
    expect(payment.fee).toBeNull();
    await turnClock(minutes(2));
    await reconcileOnce();
    expect((await paymentNow(payment)).fee).toBeGreaterThan(0);
  });
});
