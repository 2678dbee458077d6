import type Sdk from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWebhookShop } from "../testing/shop";
import {
  eventually,
  openStripe,
  paidAtOnce,
  paidOnPage,
  refusal,
  type StripeShop,
} from "../testing/stripe-merchant";
import { keys } from "./keys";

let shop: StripeShop;

beforeEach(async () => {
  shop = await openStripe();
});
afterEach(() => shop.close());

describe("events are sent", () => {
  test("one at a time for one order: the next after the previous was answered", async () => {
    shop.hooks.answers.push(500);
    await shop.pay((await shop.checkout()).id);
    await shop.heard(...paidOnPage);
    await shop.turnClock(5);
    await shop.heard(...paidOnPage, "payment_intent.created");
  });

  test("one at a time for one order, without delaying other orders", async () => {
    let answer: (status: number) => void = () => {};
    shop.hooks.answers.push(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await shop.pay((await shop.checkout({ client_reference_id: "slow" })).id);
    await expect.poll(shop.types, eventually).toEqual(["payment_intent.created"]);
    await shop.pay((await shop.checkout({ client_reference_id: "quick" })).id);
    await shop.heard("payment_intent.created", ...paidOnPage);
    answer(200);
    await shop.heard("payment_intent.created", ...paidOnPage, ...paidOnPage.slice(1));
  });

  test("shuffled, repeated and delayed, as configured", async () => {
    await shop.control("PUT", "/webhooks/order", { order: "shuffled", duplicates: 1, delay_ms: 60_000 });
    await shop.paid({ capture_method: "automatic" });
    await expect
      .poll(async () => (await shop.control<unknown[]>("GET", "/webhooks")).body.length, eventually)
      .toBe(6);
    expect(shop.hooks.received).toEqual([]);
    await shop.turnClock(1);
    await expect.poll(() => shop.types().length, eventually).toBe(6);
    expect(shop.types()).not.toEqual(paidAtOnce.flatMap((type) => [type, type]));
    expect(shop.types().sort()).toEqual(paidAtOnce.flatMap((type) => [type, type]).sort());
    expect(new Set(shop.events().map(({ id }) => id)).size).toBe(3);
    expect((await shop.control("GET", "/webhooks/order")).body).toEqual({
      order: "shuffled",
      duplicates: 1,
      delay_ms: 60_000,
    });
    expect((await shop.control("PUT", "/webhooks/order", { order: "alphabetical" })).status).toBe(400);
  });

  test("again after 5, 60 and 180 minutes if the shop does not answer, and then no more", async () => {
    shop.hooks.answers.push(500, 302, null, 404);
    const { id } = await shop.checkout({ client_reference_id: "deaf" });
    await shop.sdk.checkout.sessions.expire(id);
    type Logged = { attempts: number; state: string; lastStatus: number | null };
    const delivery = async () => (await shop.control<Logged[]>("GET", "/webhooks?orderId=deaf")).body[0];
    for (const [round, minutes] of [5, 60, 180].entries()) {
      await expect.poll(async () => (await delivery())?.attempts, eventually).toBe(round + 1);
      await shop.turnClock(minutes);
    }
    await expect.poll(delivery, eventually).toMatchObject({ attempts: 4, state: "failed", lastStatus: 404 });
    const unheard = await shop.sdk.events.list({ delivery_success: false });
    expect(unheard.data).toMatchObject([{ type: "checkout.session.expired", pending_webhooks: 1 }]);
    expect((await shop.sdk.events.list({ delivery_success: true })).data).toEqual([]);
  });

  test("not while they are paused", async () => {
    await shop.control("PUT", "/webhooks/paused", { orderId: "quiet", paused: true });
    await shop.pay((await shop.checkout({ client_reference_id: "quiet" })).id);
    await shop.pay((await shop.checkout({ client_reference_id: "loud" })).id);
    await shop.heard(...paidOnPage);
    await shop.control("PUT", "/webhooks/paused", { orderId: "quiet", paused: false });
    await shop.heard(...paidOnPage, ...paidOnPage);
  });
});

describe("by hand", () => {
  test("an event is sent stale, forged, unsigned or with another body", async () => {
    const { id } = await shop.checkout({ client_reference_id: "mine" });
    const about = { type: "checkout.session.completed", id };
    for (const signature of ["stale", "forged", "none"]) {
      await shop.control("POST", "/webhooks/send", { ...about, signature });
    }
    await shop.control("POST", "/webhooks/send", { body: { hello: "there" } });
    expect(() => shop.proveNth(0)).toThrow("Timestamp outside the tolerance zone");
    expect(() => shop.proveNth(1)).toThrow("No signatures found matching");
    expect(shop.hooks.received[2]?.headers["stripe-signature"]).toBeUndefined();
    expect(shop.proveNth(3)).toEqual({ hello: "there" });
  });

  test("an event can differ from the object, which retrieval shows as it is", async () => {
    const { id } = await shop.checkout();
    const lie = {
      type: "checkout.session.completed",
      id,
      object: { payment_status: "paid", status: "complete" },
    };
    const { body } = await shop.control("POST", "/webhooks/send", lie);
    expect(body).toMatchObject([{ target: shop.hooks.url, status: 200 }]);
    expect(shop.proveNth(0).data.object).toMatchObject({ id, payment_status: "paid" });
    expect(await shop.sdk.checkout.sessions.retrieve(id)).toMatchObject({
      payment_status: "unpaid",
      status: "open",
    });
    const nothing = await shop.control("POST", "/webhooks/send", { type: "refund.created", id });
    expect(nothing.status).toBe(404);
  });

  test("a past event is sent again with its own id", async () => {
    const { id } = await shop.checkout({ client_reference_id: "again" });
    await shop.sdk.checkout.sessions.expire(id);
    await shop.heard("checkout.session.expired");
    const [event] = (await shop.sdk.events.list({ type: "checkout.session.*" })).data;
    await shop.control("POST", "/webhooks/send", { eventId: event?.id });
    const [delivery] = (await shop.control<{ id: string }[]>("GET", "/webhooks?orderId=again")).body;
    await shop.control("POST", `/webhooks/${delivery?.id}/redeliver`, { times: 2, at_once: true });
    expect(shop.events().map((each: Sdk.Event) => each.id)).toEqual(Array(4).fill(event?.id));
  });
});

test("a shop registers a webhook endpoint, gets its events there, and deletes it", async () => {
  const other = await openWebhookShop();
  const endpoint = await shop.sdk.webhookEndpoints.create({
    url: other.url,
    enabled_events: ["checkout.session.completed"],
  });
  expect(endpoint).toMatchObject({
    object: "webhook_endpoint",
    secret: keys.webhookSecret,
    status: "enabled",
  });
  expect(await shop.sdk.webhookEndpoints.retrieve(endpoint.id)).not.toHaveProperty("secret");
  await shop.pay((await shop.checkout()).id);
  await shop.heard(...paidOnPage);
  await expect
    .poll(() => other.texts.map((text) => JSON.parse(text).type), eventually)
    .toEqual(["checkout.session.completed"]);
  expect(await shop.sdk.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true });
  expect((await shop.control("GET", "/webhooks/targets")).body).toEqual({ urls: [shop.hooks.url] });
  expect((await shop.sdk.webhookEndpoints.list()).data).toEqual([]);
  expect(await refusal(shop.sdk.webhookEndpoints.retrieve(endpoint.id))).toMatchObject({ status: 404 });
  await other.close();
});
