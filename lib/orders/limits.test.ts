import { expect, onTestFinished, test } from "vitest";
import type { Order } from "@/db/schema";
import { aLessonOrder, anOrder } from "@/testing/makers";
import { newId } from "../clock";
import { env } from "../settings/env";
import { rememberOrder } from "./access";
import { limitCaptures, limitOpenOrders, limitRefunds } from "./limits";

/** How many of 250 requests within a minute one API key may send. */
async function allowed(limit: (keyId: string) => Promise<void>) {
  const keyId = newId("key");
  let sent = 0;
  for (let n = 0; n < 250; n += 1) {
    const refusal = await limit(keyId).catch((error: { code?: string }) => error.code);
    if (refusal === undefined) sent += 1;
    else expect(refusal).toBe("too_many_requests");
  }
  return sent;
}

test("a faulty program captures 120 orders in a minute, and no more", async () => {
  expect(await allowed(limitCaptures)).toBe(120);
});

test("for a recall, an operator lets one key refund twice as many", async () => {
  const settings = env();
  settings.apiKeyLimitFactor = 2;
  onTestFinished(() => {
    settings.apiKeyLimitFactor = 1;
  });
  expect(await allowed(limitRefunds)).toBe(240);
});

test("three pay links that somebody opened do not keep them from ordering here; three orders of their own do", async () => {
  const browser = new Headers();
  const opens = async (order: Order) =>
    browser.set("cookie", (await rememberOrder(order, browser.get("cookie"))).split(";")[0] ?? "");
  const mayOrder = () => limitOpenOrders(browser, undefined, async () => false);
  for (let n = 0; n < 3; n += 1) await opens(await aLessonOrder());
  await mayOrder();
  for (let n = 0; n < 3; n += 1) await opens(await anOrder());
  await expect(mayOrder()).rejects.toMatchObject({ code: "too_many_open_orders" });
});
