import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, merchantAt, openStripe, type StripeShop } from "../testing/stripe-merchant";
import { startStripeEmulator } from ".";

let directory: string;
let shop: StripeShop;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stripe-emulator-"));
  shop = await openStripe({ data: directory });
});
afterEach(async () => {
  await shop.close();
  await rm(directory, { recursive: true });
});

test("state survives a restart", async () => {
  const session = await shop.checkout();
  await shop.pay(session.id);
  const key = { idempotencyKey: "before" };
  const wish = { amount: 700, currency: "usd", metadata: { order_id: "kept" } };
  const first = await shop.sdk.paymentIntents.create(wish, key);
  await shop.control("PUT", "/webhooks/order", { order: "shuffled" });
  await shop.turnClock(60);
  await shop.gateway.close();

  const gateway = await startStripeEmulator({ data: directory });
  try {
    const again = merchantAt(gateway.url);
    const replayed = await again.sdk.paymentIntents.create(wish, key);
    expect(replayed).toEqual(first);
    const paid = await again.sdk.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent.latest_charge"],
    });
    expect(paid).toMatchObject({
      payment_status: "paid",
      payment_intent: { latest_charge: { balance_transaction: expect.stringMatching(/^txn_/) } },
    });
    const { id: payment_intent } = Object(paid.payment_intent);
    expect(await again.sdk.refunds.create({ payment_intent })).toMatchObject({ amount: 5_000 });
    expect((await again.control("GET", "/webhooks/targets")).body).toEqual({ urls: [shop.hooks.url] });
    expect((await again.control("GET", "/webhooks/order")).body).toMatchObject({ order: "shuffled" });
    const { body } = await again.control<{ now: string }>("GET", "/clock");
    expect(Date.parse(body.now) - Date.now()).toBeGreaterThan(59 * 60_000);
  } finally {
    await gateway.close();
  }
});

test("a restart continues with queued deliveries", async () => {
  await shop.control("PUT", "/webhooks/order", { delay_ms: 60 * 60_000 });
  await shop.paid({ capture_method: "automatic" });
  await shop.gateway.close();
  const gateway = await startStripeEmulator({ data: directory });
  try {
    await merchantAt(gateway.url).turnClock(61);
    const types = () => shop.hooks.texts.map((text) => (JSON.parse(text) as { type: string }).type);
    await expect
      .poll(types, eventually)
      .toEqual(["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]);
  } finally {
    await gateway.close();
  }
});

test("reset keeps only the webhook targets", async () => {
  const session = await shop.checkout();
  await shop.pay(session.id);
  await shop.fault({ operation: "any", kind: "away", times: null });
  await shop.control("PUT", "/webhooks/order", { order: "shuffled" });
  await shop.turnClock(60);
  expect((await shop.control("POST", "/reset")).status).toBe(204);
  for (const path of ["/sessions", "/intents", "/faults", "/webhooks", "/requests"]) {
    expect((await shop.control("GET", path)).body).toEqual([]);
  }
  expect((await shop.control("GET", "/webhooks/order")).body).toMatchObject({ order: "recorded" });
  expect((await shop.control("GET", "/webhooks/targets")).body).toEqual({ urls: [shop.hooks.url] });
  expect((await shop.sdk.events.list()).data).toEqual([]);
});

test("the health route and the start page identify the emulator", async () => {
  expect((await shop.control("GET", "/health")).body).toEqual({
    name: "twotrack-stripe-emulator",
    ok: true,
    public_url: null,
  });
});
