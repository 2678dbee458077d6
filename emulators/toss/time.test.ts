import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWebhookShop, type WebhookShop } from "../testing/shop";
import { openToss, type TossShop } from "../testing/toss-merchant";

let directory: string;
let hooks: WebhookShop;
let shop: TossShop;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "toss-emulator-"));
  hooks = await openWebhookShop();
  shop = await openToss({ data: directory, webhookUrls: [hooks.url] });
});
afterEach(async () => {
  await shop.close();
  await hooks.close();
  await rm(directory, { recursive: true });
});

describe("a session ends", () => {
  test("30 minutes after the window opened, if the buyer does not authenticate", async () => {
    const { paymentKey } = await shop.buyer({ authenticate: false });
    await shop.turnClock(29);
    expect((await shop.look(paymentKey)).body.status).toBe("READY");
    await shop.turnClock(1);
    expect((await shop.look(paymentKey)).body).toMatchObject({
      status: "EXPIRED",
      failure: { code: "EXPIRED_PAYMENT" },
      method: null,
      approvedAt: null,
    });
    const late = await shop.ask("POST", `/_control/payments/${paymentKey}/authenticate`);
    expect(late.body.code).toBe("NOT_FOUND_PAYMENT_SESSION");
  });

  test("10 minutes after authentication, if the shop does not confirm", async () => {
    const payment = await shop.buyer({ authenticate: false });
    await shop.turnClock(25);
    await shop.ask("POST", `/_control/payments/${payment.paymentKey}/authenticate`);
    await shop.turnClock(9);
    expect((await shop.look(payment.paymentKey)).body.status).toBe("IN_PROGRESS");
    await shop.turnClock(1);
    const late = await shop.confirm(payment);
    expect([late.status, late.body.code]).toEqual([404, "NOT_FOUND_PAYMENT_SESSION"]);
    expect((await shop.look(payment.paymentKey)).body.status).toBe("EXPIRED");
  });

  test("and a webhook tells the shop", async () => {
    const { orderId } = await shop.buyer();
    await shop.turnClock(10);
    await expect.poll(() => hooks.received.map(({ body }) => body.data?.status)).toEqual(["EXPIRED"]);
    expect(hooks.received[0]?.body.data?.orderId).toBe(orderId);
  });
});

describe("the clock", () => {
  const read = async () => Date.parse((await shop.ask<{ now: string }>("GET", "/_control/clock")).body.now);

  test("can be set, continues from there, and can be reset", async () => {
    await shop.ask("POST", "/_control/clock", { set: "2030-01-01T00:00:00+09:00" });
    const { body } = await shop.confirm(await shop.buyer());
    expect(body.approvedAt).toMatch(/^2030-01-01T00:0/);
    await shop.ask("POST", "/_control/clock", { reset: true });
    expect(Math.abs((await read()) - Date.now())).toBeLessThan(60_000);
  });

  test("refuses an invalid time", async () => {
    expect((await shop.ask("POST", "/_control/clock", { set: "tomorrow" })).status).toBe(400);
  });
});

test("state survives a restart", async () => {
  const payment = await shop.buyer({ amount: 10_000 });
  const confirmed = await shop.confirm(payment, { "idempotency-key": "before" });
  await shop.turnClock(60);
  await shop.close();

  shop = await openToss({ data: directory });
  const replayed = await shop.confirm(payment, { "idempotency-key": "before" });
  expect(replayed.body).toEqual(confirmed.body);
  expect((await shop.cancel(payment.paymentKey)).body.balanceAmount).toBe(0);
  expect((await shop.ask("GET", "/_control/webhooks/targets")).body).toEqual({ urls: [hooks.url] });
  const { body } = await shop.ask<{ now: string }>("GET", "/_control/clock");
  expect(Date.parse(body.now) - Date.now()).toBeGreaterThan(59 * 60_000);
});

test("reset keeps only the webhook targets", async () => {
  const payment = await shop.buyer();
  await shop.confirm(payment);
  await shop.fault({ operation: "any", kind: "away", times: null });
  await shop.turnClock(60);
  expect((await shop.ask("POST", "/_control/reset")).status).toBe(204);
  expect((await shop.look(payment.paymentKey)).status).toBe(404);
  expect((await shop.ask("GET", "/_control/payments")).body).toEqual([]);
  expect((await shop.ask("GET", "/_control/faults")).body).toEqual([]);
  expect((await shop.ask("GET", "/_control/webhooks")).body).toEqual([]);
  expect((await shop.ask("GET", "/_control/webhooks/targets")).body).toEqual({ urls: [hooks.url] });
});
