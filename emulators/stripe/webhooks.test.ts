import type Sdk from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { days, openStripe, refusal, type StripeShop } from "../testing/stripeMerchant";
import { API_VERSION, keys } from "./keys";
import { eventTypes } from "./news/told";

let shop: StripeShop;

beforeEach(async () => {
  shop = await openStripe();
});
afterEach(() => shop.close());

/** Everything that has arrived, each proven to come from whom it says. */
const events = () =>
  shop.hooks.texts.map((text, index) =>
    shop.sdk.webhooks.constructEvent(
      text,
      String(shop.hooks.received[index]?.headers["stripe-signature"]),
      keys.webhookSecret,
    ),
  );
const types = () => events().map(({ type }) => type);

async function heard(...expected: string[]) {
  await expect.poll(types).toEqual(expected);
}

/** What happens to a payment while the clock stands, without what follows a moment later. */
const paidAtOnce = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"];
const paidOnPage = [...paidAtOnce, "checkout.session.completed", "charge.updated"];

describe("the shop hears in this order", () => {
  test("that a page was paid, and then of its fee", async () => {
    const session = await shop.checkout({ client_reference_id: "order-1" });
    await shop.pay(session.id);
    await heard(...paidOnPage);
    const [created, , , completed, updated] = events();
    expect(created).toMatchObject({ object: "event", api_version: API_VERSION, livemode: false });
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
    await heard(...paidAtOnce);
    const { lastResponse } = await shop.sdk.refunds.create(
      { payment_intent: id },
      { idempotencyKey: "refund-1" },
    );
    await heard(...paidAtOnce, "refund.created", "charge.refunded");
    expect(events().at(-1)?.request).toEqual({ id: lastResponse.requestId, idempotency_key: "refund-1" });
    await shop.turnClock(1);
    await heard(
      ...paidAtOnce,
      "refund.created",
      "charge.refunded",
      "refund.updated",
      "charge.refund.updated",
    );
  });

  test("of money that is held, captured, or let go", async () => {
    const held = await shop.paid({ capture_method: "manual" });
    const holding = [
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.amount_capturable_updated",
    ];
    await heard(...holding);
    await shop.sdk.paymentIntents.capture(held.id);
    const captured = [...holding, "charge.captured", "payment_intent.succeeded", "charge.updated"];
    await heard(...captured);
    await shop.paid({ capture_method: "manual" });
    await shop.turnClock(days(7));
    await heard(...captured, ...holding, "charge.expired", "payment_intent.canceled");
  });

  test("of a decline, and of a challenge", async () => {
    await refusal(shop.paid({ payment_method: "pm_card_chargeDeclined" }));
    const declined = ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"];
    await heard(...declined);
    const { id } = await shop.paid({
      payment_method: "pm_card_threeDSecure2Required",
      capture_method: "automatic",
    });
    await shop.control("POST", `/intents/${id}/challenge`, { answer: "complete" });
    await heard(
      ...declined,
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
    );
  });

  test("of a bank debit: that it was begun, and days later how it ended", async () => {
    const begun = [
      "payment_intent.created",
      "charge.pending",
      "payment_intent.processing",
      "checkout.session.completed",
    ];
    const arrives = await shop.checkout();
    await shop.pay(arrives.id, { method: "bank_debit" });
    await heard(...begun);
    expect(events().at(-1)?.data.object).toMatchObject({ payment_status: "unpaid" });
    await shop.turnClock(days(4));
    const arrived = [
      ...begun,
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.async_payment_succeeded",
      "charge.updated",
    ];
    await heard(...arrived);
    const fails = await shop.checkout();
    await shop.pay(fails.id, { method: "bank_debit", account: "000222222227" });
    await shop.turnClock(days(4));
    await heard(
      ...arrived,
      ...begun,
      "charge.failed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    );
  });

  test("of refunds that arrive late, or not at all", async () => {
    const first = await shop.paid({ payment_method: "pm_card_pendingRefund", capture_method: "automatic" });
    await shop.sdk.refunds.create({ payment_intent: first.id });
    await heard(...paidAtOnce, "refund.created");
    await shop.turnClock(days(1));
    const late = [
      ...paidAtOnce,
      "refund.created",
      "refund.updated",
      "charge.refund.updated",
      "charge.refunded",
    ];
    await heard(...late);
    const second = await shop.paid({ payment_method: "pm_card_refundFail", capture_method: "automatic" });
    const { id } = await shop.sdk.refunds.create({ payment_intent: second.id });
    await shop.control("POST", `/refunds/${id}/fail`);
    await heard(
      ...late,
      ...paidAtOnce,
      "refund.created",
      "charge.refunded",
      "refund.updated",
      "charge.refund.updated",
      "refund.failed",
    );
  });

  test("of pages that were closed", async () => {
    const { id } = await shop.checkout();
    await shop.sdk.checkout.sessions.expire(id);
    await shop.checkout();
    await shop.turnClock(days(1));
    await heard("checkout.session.expired", "checkout.session.expired");
  });
});

test("every event that can come can be asked for by hand, proven, and looked up afterwards", async () => {
  await shop.control("PUT", "/webhooks/paused", { paused: true });
  const session = await shop.checkout({ client_reference_id: "everything" });
  await shop.pay(session.id);
  const { payment_intent } = await shop.sdk.checkout.sessions.retrieve(session.id);
  await shop.sdk.refunds.create({ payment_intent: String(payment_intent), amount: 100 });
  for (const type of eventTypes) {
    await shop.control("POST", "/webhooks/send", { type, orderId: "everything" });
  }
  expect(types()).toEqual([...eventTypes]);
  for (const { id, type, data } of events()) {
    expect(await shop.sdk.events.retrieve(id)).toMatchObject({
      type,
      data: { object: { id: Reflect.get(data.object, "id") } },
    });
  }
});

describe("events are sent", () => {
  test("one after another for one order: the next when the one before was answered", async () => {
    shop.hooks.answers.push(500);
    await shop.pay((await shop.checkout()).id);
    await heard(...paidOnPage);
    await shop.turnClock(5);
    await heard(...paidOnPage, "payment_intent.created");
  });

  test("in another order, more than once and later, as told", async () => {
    await shop.control("PUT", "/webhooks/order", { order: "shuffled", duplicates: 1, delay_ms: 60_000 });
    await shop.paid({ capture_method: "automatic" });
    await expect.poll(async () => (await shop.control<unknown[]>("GET", "/webhooks")).body.length).toBe(6);
    expect(shop.hooks.received).toEqual([]);
    await shop.turnClock(1);
    await expect.poll(() => types().length).toBe(6);
    expect(types()).not.toEqual(paidAtOnce.flatMap((type) => [type, type]));
    expect(types().sort()).toEqual(paidAtOnce.flatMap((type) => [type, type]).sort());
    expect(new Set(events().map(({ id }) => id)).size).toBe(3);
    expect((await shop.control("GET", "/webhooks/order")).body).toEqual({
      order: "shuffled",
      duplicates: 1,
      delay_ms: 60_000,
    });
    expect((await shop.control("PUT", "/webhooks/order", { order: "alphabetical" })).status).toBe(400);
  });

  test("again after 5, 60 and 180 minutes to a shop that does not answer, and then no more", async () => {
    shop.hooks.answers.push(500, 302, null, 404);
    const { id } = await shop.checkout({ client_reference_id: "deaf" });
    await shop.sdk.checkout.sessions.expire(id);
    type Logged = { attempts: number; state: string; lastStatus: number | null };
    const delivery = async () => (await shop.control<Logged[]>("GET", "/webhooks?orderId=deaf")).body[0];
    for (const [round, minutes] of [5, 60, 180].entries()) {
      await expect.poll(async () => (await delivery())?.attempts).toBe(round + 1);
      await shop.turnClock(minutes);
    }
    await expect.poll(delivery).toMatchObject({ attempts: 4, state: "failed", lastStatus: 404 });
    const unheard = await shop.sdk.events.list({ delivery_success: false });
    expect(unheard.data).toMatchObject([{ type: "checkout.session.expired", pending_webhooks: 1 }]);
    expect((await shop.sdk.events.list({ delivery_success: true })).data).toEqual([]);
  });

  test("not while they are held back", async () => {
    await shop.control("PUT", "/webhooks/paused", { orderId: "quiet", paused: true });
    await shop.pay((await shop.checkout({ client_reference_id: "quiet" })).id);
    await shop.pay((await shop.checkout({ client_reference_id: "loud" })).id);
    await heard(...paidOnPage);
    await shop.control("PUT", "/webhooks/paused", { orderId: "quiet", paused: false });
    await heard(...paidOnPage, ...paidOnPage);
  });
});

describe("by hand", () => {
  const prove = (index: number) =>
    shop.sdk.webhooks.constructEvent(
      shop.hooks.texts[index] ?? "",
      String(shop.hooks.received[index]?.headers["stripe-signature"]),
      keys.webhookSecret,
    );

  test("an event comes too late, forged, unsigned, or with another's words", async () => {
    const { id } = await shop.checkout({ client_reference_id: "mine" });
    const about = { type: "checkout.session.completed", id };
    for (const signature of ["stale", "forged", "none"]) {
      await shop.control("POST", "/webhooks/send", { ...about, signature });
    }
    await shop.control("POST", "/webhooks/send", { body: { hello: "there" } });
    expect(() => prove(0)).toThrow("Timestamp outside the tolerance zone");
    expect(() => prove(1)).toThrow("No signatures found matching");
    expect(shop.hooks.received[2]?.headers["stripe-signature"]).toBeUndefined();
    expect(prove(3)).toEqual({ hello: "there" });
  });

  test("an event says what is not so, and the gateway, when asked, what is", async () => {
    const { id } = await shop.checkout();
    const lie = {
      type: "checkout.session.completed",
      id,
      object: { payment_status: "paid", status: "complete" },
    };
    const { body } = await shop.control("POST", "/webhooks/send", lie);
    expect(body).toMatchObject([{ target: shop.hooks.url, status: 200 }]);
    expect(prove(0).data.object).toMatchObject({ id, payment_status: "paid" });
    expect(await shop.sdk.checkout.sessions.retrieve(id)).toMatchObject({
      payment_status: "unpaid",
      status: "open",
    });
    const nothing = await shop.control("POST", "/webhooks/send", { type: "refund.created", id });
    expect(nothing.status).toBe(404);
  });

  test("an event that was heard comes again, under its own id", async () => {
    const { id } = await shop.checkout({ client_reference_id: "again" });
    await shop.sdk.checkout.sessions.expire(id);
    await heard("checkout.session.expired");
    const [event] = (await shop.sdk.events.list({ type: "checkout.session.*" })).data;
    await shop.control("POST", "/webhooks/send", { eventId: event?.id });
    const [delivery] = (await shop.control<{ id: string }[]>("GET", "/webhooks?orderId=again")).body;
    await shop.control("POST", `/webhooks/${delivery?.id}/redeliver`, { times: 2, at_once: true });
    expect(events().map((each: Sdk.Event) => each.id)).toEqual(Array(4).fill(event?.id));
  });
});

test("events are listed by what they tell", async () => {
  await shop.paid({ capture_method: "automatic" });
  const kinds = async (wish: Sdk.EventListParams) =>
    (await shop.sdk.events.list(wish)).data.map(({ type }) => type);
  expect(await kinds({ types: ["charge.succeeded", "refund.created"] })).toEqual(["charge.succeeded"]);
  expect(await kinds({ type: "payment_intent.*" })).toEqual([
    "payment_intent.succeeded",
    "payment_intent.created",
  ]);
});
