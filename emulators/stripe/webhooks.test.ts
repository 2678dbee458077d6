import type Sdk from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  days,
  openStripe,
  paidAtOnce,
  paidOnPage,
  refusal,
  type StripeShop,
} from "../testing/stripe-merchant";
import { eventTypes } from "./entities/told";
import { apiVersion } from "./keys";

let shop: StripeShop;

beforeEach(async () => {
  shop = await openStripe();
});
afterEach(() => shop.close());

describe("the order of events", () => {
  test("of a paid session, and then of its fee", async () => {
    const session = await shop.checkout({ client_reference_id: "order-1" });
    await shop.pay(session.id);
    await shop.heard(...paidOnPage);
    const [created, , , completed, updated] = shop.events();
    expect(created).toMatchObject({ object: "event", api_version: apiVersion, livemode: false });
    expect(completed?.data.object).toMatchObject({
      id: session.id,
      payment_status: "paid",
      status: "complete",
    });
    expect(updated?.data).toMatchObject({
      previous_attributes: { balance_transaction: null },
      object: { balance_transaction: expect.stringMatching(/^txn_/) },
    });
  });

  test("of a payment and its refund, with the request that caused them", async () => {
    const { id } = await shop.paid({ capture_method: "automatic" });
    await shop.heard(...paidAtOnce);
    const { lastResponse } = await shop.sdk.refunds.create(
      { payment_intent: id },
      { idempotencyKey: "refund-1" },
    );
    await shop.heard(...paidAtOnce, "refund.created", "charge.refunded");
    expect(shop.events().at(-1)?.request).toEqual({
      id: lastResponse.requestId,
      idempotency_key: "refund-1",
    });
    await shop.turnClock(1);
    await shop.heard(
      ...paidAtOnce,
      "refund.created",
      "charge.refunded",
      "refund.updated",
      "charge.refund.updated",
    );
  });

  test("of an authorized payment that is captured or released", async () => {
    const held = await shop.paid({ capture_method: "manual" });
    const holding = [
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.amount_capturable_updated",
    ];
    await shop.heard(...holding);
    await shop.sdk.paymentIntents.capture(held.id);
    const captured = [...holding, "charge.captured", "payment_intent.succeeded", "charge.updated"];
    await shop.heard(...captured);
    await shop.paid({ capture_method: "manual" });
    await shop.turnClock(days(7));
    await shop.heard(...captured, ...holding, "charge.expired", "payment_intent.canceled");
  });

  test("of a decline, and of a challenge", async () => {
    await refusal(shop.paid({ payment_method: "pm_card_chargeDeclined" }));
    const declined = ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"];
    await shop.heard(...declined);
    const { id } = await shop.paid({
      payment_method: "pm_card_threeDSecure2Required",
      capture_method: "automatic",
    });
    await shop.control("POST", `/intents/${id}/challenge`, { answer: "complete" });
    await shop.heard(
      ...declined,
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
    );
  });

  test("of a bank debit at its start and, days later, at its end", async () => {
    const begun = [
      "payment_intent.created",
      "charge.pending",
      "payment_intent.processing",
      "checkout.session.completed",
    ];
    const arrives = await shop.checkout();
    await shop.pay(arrives.id, { method: "bank_debit" });
    await shop.heard(...begun);
    expect(shop.events().at(-1)?.data.object).toMatchObject({ payment_status: "unpaid" });
    await shop.turnClock(days(4));
    const arrived = [
      ...begun,
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.async_payment_succeeded",
      "charge.updated",
    ];
    await shop.heard(...arrived);
    const fails = await shop.checkout();
    await shop.pay(fails.id, { method: "bank_debit", account: "000222222227" });
    await shop.turnClock(days(4));
    await shop.heard(
      ...arrived,
      ...begun,
      "charge.failed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    );
  });

  test("of pending and failed refunds", async () => {
    const first = await shop.paid({ payment_method: "pm_card_pendingRefund", capture_method: "automatic" });
    await shop.sdk.refunds.create({ payment_intent: first.id });
    await shop.heard(...paidAtOnce, "refund.created");
    await shop.turnClock(days(1));
    const late = [
      ...paidAtOnce,
      "refund.created",
      "refund.updated",
      "charge.refund.updated",
      "charge.refunded",
    ];
    await shop.heard(...late);
    const second = await shop.paid({ payment_method: "pm_card_refundFail", capture_method: "automatic" });
    const { id } = await shop.sdk.refunds.create({ payment_intent: second.id });
    await shop.control("POST", `/refunds/${id}/fail`);
    await shop.heard(
      ...late,
      ...paidAtOnce,
      "refund.created",
      "charge.refunded",
      "refund.updated",
      "charge.refund.updated",
      "refund.failed",
    );
  });

  test("of expired sessions", async () => {
    const { id } = await shop.checkout();
    await shop.sdk.checkout.sessions.expire(id);
    await shop.checkout();
    await shop.turnClock(days(1));
    await shop.heard("checkout.session.expired", "checkout.session.expired");
  });
});

test("every event type can be sent by hand, verified and retrieved", async () => {
  await shop.control("PUT", "/webhooks/paused", { paused: true });
  const session = await shop.checkout({ client_reference_id: "everything" });
  await shop.pay(session.id);
  await shop.turnClock(days(4));
  const [payout] = (await shop.sdk.payouts.list()).data;
  const { payment_intent } = await shop.sdk.checkout.sessions.retrieve(session.id);
  await shop.sdk.refunds.create({ payment_intent: String(payment_intent), amount: 100 });
  await shop.control("POST", `/intents/${payment_intent}/dispute`);
  for (const type of eventTypes) {
    const about = type.startsWith("payout.") ? { id: payout?.id } : { orderId: "everything" };
    await shop.control("POST", "/webhooks/send", { type, ...about });
  }
  expect(shop.types()).toEqual([...eventTypes]);
  for (const { id, type, data } of shop.events()) {
    expect(await shop.sdk.events.retrieve(id)).toMatchObject({
      type,
      data: { object: { id: Reflect.get(data.object, "id") } },
    });
  }
});

test("events can be listed by type", async () => {
  await shop.paid({ capture_method: "automatic" });
  const kinds = async (wish: Sdk.EventListParams) =>
    (await shop.sdk.events.list(wish)).data.map(({ type }) => type);
  expect(await kinds({ types: ["charge.succeeded", "refund.created"] })).toEqual(["charge.succeeded"]);
  expect(await kinds({ type: "payment_intent.*" })).toEqual([
    "payment_intent.succeeded",
    "payment_intent.created",
  ]);
});
