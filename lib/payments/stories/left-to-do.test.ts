import { expect, test } from "vitest";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { orderNow, paymentNow } from "@/testing/makers";
import { turnClock } from "@/testing/stripe";
import { aFormWish, anOpenPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { hours, now } from "../../clock";
import { Session, snapshotOfSession } from "../../gateways/stripe/wire";
import { expire } from "../ending/expire";
import { record } from "../engine/record";
import { openStripe } from "../stripe/open";
import { presentStatus } from "../view/present";

// Mina chose to pay by bank account on Stripe's page. Stripe sends the account two small amounts, which she must
// confirm.

const hosted_verification_url = "https://payments.stripe.com/microdeposit/pacs_1";

const told = async (payment: Payment, intent: object | null) => {
  const standing = await paymentNow(payment);
  const session = Session.parse({
    id: payment.gatewaySessionKey,
    object: "checkout.session",
    status: "complete",
    amount_total: 2_200,
    currency: "usd",
    client_reference_id: payment.gatewayOrderId,
    payment_intent: intent && {
      id: "pi_left_to_do",
      object: "payment_intent",
      amount: 2_200,
      amount_received: 0,
      currency: "usd",
      ...intent,
    },
  });
  await record(standing, { is: "seen", snapshot: snapshotOfSession(session) }, now());
  return paymentNow(payment);
};

const waiting = {
  status: "requires_action",
  next_action: { type: "verify_with_microdeposits", verify_with_microdeposits: { hosted_verification_url } },
};

const shown = async (order: Order) => presentStatus(await orderNow(order), await paymentsOf(db, order.id));

test("the order waits for her: nothing else is asked, it does not end, and she reads where to go on", async () => {
  const { order, payment } = await anOpenPage();
  expect(await told(payment, waiting)).toMatchObject({ status: "confirming", surface: null });
  expect(await shown(order)).toMatchObject({
    next: { action: "wait", detail: expect.stringContaining("one more step to complete") },
    payments: [{ instructions_url: hosted_verification_url }],
  });
  await expect(openStripe(await orderNow(order), aFormWish)).rejects.toMatchObject({
    code: "payment_in_progress",
  });
  await turnClock(hours(6));
  expect(await expire(order.id, now())).toBeUndefined();
  expect(await auditOrder(order.id)).toEqual([]);
});

test("days later it is paid, or her bank refuses it and the order can be paid in another way", async () => {
  for (const [after, status] of [
    [{ status: "succeeded", amount_received: 2_200 }, "paid"],
    [{ status: "requires_payment_method" }, "failed"],
    [{ status: "canceled" }, "canceled"],
  ] as const) {
    const { order, payment } = await anOpenPage();
    await told(payment, waiting);
    expect(await told(payment, after)).toMatchObject({ status });
    expect((await shown(order)).payments[0]?.instructions_url).toBeNull();
    expect((await orderNow(order)).askingPaymentId).toBeNull();
    expect(await auditOrder(order.id)).toEqual([]);
  }
});

test("a page that is complete without a payment charged nothing, and ends", async () => {
  const { order, payment } = await anOpenPage();
  expect(await told(payment, null)).toMatchObject({ status: "failed", captured: 0, surface: null });
  expect((await orderNow(order)).status).toBe("open");
  expect(await auditOrder(order.id)).toEqual([]);
});
