import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWebhookShop, type WebhookShop } from "../testing/shop";
import { openToss, type TossShop } from "../testing/toss-merchant";

let hooks: WebhookShop;
let shop: TossShop;

beforeEach(async () => {
  hooks = await openWebhookShop();
  shop = await openToss({ webhookUrls: [hooks.url] });
});
afterEach(async () => {
  await shop.close();
  await hooks.close();
});

const statuses = () => hooks.received.map(({ body }) => body.data?.status);

test("each change is sent unsigned, with the gateway's headers", async () => {
  const payment = await shop.buyer({ amount: 10_000 });
  const { body: confirmed } = await shop.confirm(payment);
  await expect.poll(statuses).toEqual(["DONE"]);
  const [{ headers, body } = { headers: {}, body: {} }] = hooks.received;
  expect(Object.keys(body)).toEqual(["eventType", "createdAt", "data"]);
  expect(body).toMatchObject({ eventType: "PAYMENT_STATUS_CHANGED", data: confirmed });
  expect(body.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?$/);
  expect(headers["content-type"]).toBe("application/json");
  expect(headers["tosspayments-webhook-transmission-id"]).toMatch(/^whtrans_\w+$/);
  expect(headers["tosspayments-webhook-transmission-retried-count"]).toBe("0");
  expect(headers["tosspayments-webhook-transmission-time"]).toMatch(/T\d\d:\d\d:\d\d\+09:00$/);
  expect(headers).not.toHaveProperty("tosspayments-webhook-signature");

  await shop.cancel(payment.paymentKey, { cancelAmount: 1_000 });
  await shop.turnClock(1);
  await shop.cancel(payment.paymentKey);
  await expect.poll(statuses).toEqual(["DONE", "PARTIAL_CANCELED", "CANCELED"]);
  await shop.confirm(await shop.buyer({ card: "lost_or_stolen" }));
  await expect.poll(statuses).toEqual(["DONE", "PARTIAL_CANCELED", "CANCELED", "ABORTED"]);
});

test("every target gets each event", async () => {
  const second = await openWebhookShop();
  await shop.ask("PUT", "/_control/webhooks/targets", { urls: [hooks.url, second.url] });
  await shop.confirm(await shop.buyer());
  await expect.poll(() => [hooks.received.length, second.received.length]).toEqual([1, 1]);
  await second.close();
});

describe("a shop that does not answer 200", () => {
  test("gets the event again after 1, 4, 16 … minutes with the same transmission id", async () => {
    hooks.answers.push(500, 302, null, 201, 404);
    const payment = await shop.buyer();
    await shop.confirm(payment);
    for (const [round, minutes] of [1, 4, 16, 64, 256].entries()) {
      await expect.poll(async () => (await shop.deliveries(payment.orderId))[0]?.attempts).toBe(round + 1);
      await shop.turnClock(minutes - 0.5);
      expect(hooks.received).toHaveLength(round + 1);
      await shop.turnClock(0.5);
      await expect.poll(() => hooks.received.length).toBe(round + 2);
    }
    await expect.poll(async () => (await shop.deliveries(payment.orderId))[0]?.state).toBe("delivered");
    const headers = hooks.received.map((each) => each.headers);
    expect(headers.map((each) => each["tosspayments-webhook-transmission-retried-count"])).toEqual([
      ..."012345",
    ]);
    expect(new Set(headers.map((each) => each["tosspayments-webhook-transmission-id"])).size).toBe(1);
  });

  test("gets no more after the seventh retry", async () => {
    hooks.answers.push(...Array(8).fill(500));
    const payment = await shop.buyer();
    await shop.confirm(payment);
    for (const [round, minutes] of [1, 4, 16, 64, 256, 1024, 4096].entries()) {
      await expect.poll(async () => (await shop.deliveries(payment.orderId))[0]?.attempts).toBe(round + 1);
      await shop.turnClock(minutes);
    }
    await expect
      .poll(async () => (await shop.deliveries(payment.orderId))[0])
      .toMatchObject({ state: "failed", attempts: 8, lastStatus: 500 });
  });
});

test("a virtual account sends both events, and each is retried by itself", async () => {
  hooks.answers.push(...Array(8).fill(500));
  const payment = await shop.buyer({ method: "VIRTUAL_ACCOUNT" });
  const { body: issued } = await shop.confirm(payment);
  const logged = async () => (await shop.deliveries(payment.orderId)).map(({ attempts }) => attempts);
  for (const [round, minutes] of [1, 4, 16, 64].entries()) {
    await expect.poll(logged).toEqual([round + 1, round + 1]);
    await shop.turnClock(minutes);
  }
  await expect.poll(logged).toEqual([5, 5]);
  const states = (await shop.deliveries(payment.orderId)).map(({ eventType, state }) => [eventType, state]);
  expect(states).toEqual([
    ["PAYMENT_STATUS_CHANGED", "delivered"],
    ["DEPOSIT_CALLBACK", "delivered"],
  ]);
  const callbacks = hooks.received.filter(({ body }) => !body.eventType);
  expect(callbacks.map(({ headers }) => headers["tosspayments-webhook-transmission-retried-count"])).toEqual([
    ..."01234",
  ]);
  expect(new Set(callbacks.map(({ headers }) => headers["tosspayments-webhook-transmission-id"])).size).toBe(
    1,
  );
  expect(callbacks.at(-1)?.body).toEqual({
    createdAt: expect.any(String),
    secret: issued.secret,
    status: "WAITING_FOR_DEPOSIT",
    transactionKey: issued.lastTransactionKey,
    orderId: payment.orderId,
  });
});

describe("on demand", () => {
  test("a delivery is repeated at once, or with a new transmission id", async () => {
    const payment = await shop.buyer();
    await shop.confirm(payment);
    await expect.poll(statuses).toEqual(["DONE"]);
    const [delivery] = await shop.deliveries(payment.orderId);
    const redeliver = `/_control/webhooks/${delivery?.id}/redeliver`;
    const sent = await shop.ask<{ status: number }[]>("POST", redeliver, { times: 10, at_once: true });
    expect(sent.body.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await shop.ask("POST", redeliver, { newTransmissionId: true });
    const ids = hooks.received.map(({ headers }) => headers["tosspayments-webhook-transmission-id"]);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(2);
  });

  test("deliveries of one order are paused and resumed", async () => {
    const [waiting, other] = [await shop.buyer(), await shop.buyer()];
    await shop.ask("PUT", "/_control/webhooks/paused", { orderId: waiting.orderId, paused: true });
    await shop.confirm(waiting);
    await shop.confirm(other);
    await expect.poll(() => hooks.received.map(({ body }) => body.data?.orderId)).toEqual([other.orderId]);
    expect((await shop.deliveries(waiting.orderId))[0]).toMatchObject({ state: "pending", attempts: 0 });
    await shop.ask("PUT", "/_control/webhooks/paused", { orderId: waiting.orderId, paused: false });
    await expect.poll(() => hooks.received.length).toBe(2);
  });

  test("an event is sent forged, out of order or with another header", async () => {
    const payment = await shop.buyer();
    hooks.answers.push(200, 403);
    const outOfOrder = await shop.ask<{ status: number }[]>("POST", "/_control/webhooks/send", {
      orderId: payment.orderId,
      status: "CANCELED",
    });
    expect(outOfOrder.body).toMatchObject([{ target: hooks.url, status: 200 }]);
    const forged = await shop.ask<{ status: number }[]>("POST", "/_control/webhooks/send", {
      body: { eventType: "PAYMENT_STATUS_CHANGED", data: { orderId: "not_ours", status: "DONE" } },
      headers: { "tosspayments-webhook-signature": "v1:forged" },
    });
    expect(forged.body).toMatchObject([{ status: 403 }]);
    expect(statuses()).toEqual(["CANCELED", "DONE"]);
    expect(hooks.received[1]?.headers["tosspayments-webhook-signature"]).toBe("v1:forged");
    expect((await shop.look(payment.paymentKey)).body.status).toBe("IN_PROGRESS");
  });
});
