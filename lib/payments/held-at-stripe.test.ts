import { describe, expect, test } from "vitest";
import type { Order, Payment } from "@/db/schema";
import { needsNow, orderNow, paymentNow, standingNow } from "@/testing/makers";
import { anotherProgram, turnClock } from "@/testing/stripe";
import { anOpenIntent, charge } from "@/testing/stripe-makers";
import { auditOrder } from "../books/invariants";
import { minutes, now, seconds } from "../clock";
import { acceptHeld } from "./held";
import { lookAndSettle } from "./look";
import { reconcileOnce } from "./reconcile";
import { refund } from "./refund";

// Whoever else has the account's keys wrote another order onto Mina's payment; Sora looked, and accepted it.

async function anAcceptedPayment(): Promise<{ order: Order; payment: Payment }> {
  const { order, payment, intentId } = await anOpenIntent();
  await anotherProgram().paymentIntents.update(intentId, { metadata: { order_id: "ORD-ELSEWHERE-1" } });
  expect(await charge(order)).toMatchObject({ status: "held", credited: "suspense" });
  expect(await needsNow(payment)).toEqual(["mismatch"]);
  await acceptHeld(order.id, "the shopper showed us the receipt", "sora", now());
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

describe("rule 14: what a person accepted although it names another order", () => {
  test("is not doubted again by the next look", async () => {
    const { order, payment } = await anAcceptedPayment();
    await lookAndSettle(payment.id);
    expect(await standingNow(payment)).toMatchObject({ status: "paid", needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("can be given back", async () => {
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

  test("has its fee looked for like any other", async () => {
    const { payment } = await anAcceptedPayment();
    expect(payment.fee).toBeNull();
    await turnClock(minutes(2));
    await reconcileOnce();
    expect((await paymentNow(payment)).fee).toBeGreaterThan(0);
  });
});
