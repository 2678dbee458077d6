import { describe, expect, onTestFinished, test } from "vitest";
import { lineTo } from "@/lib/gateways/line";
import { turnOurClock } from "@/testing/clock";
import { fault as tossFault, writesAsked as tossWrites } from "@/testing/gateway";
import {
  anAuthenticatedPayment,
  anOrder,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { turnClock } from "@/testing/stripe";
import { anOpenPage, aPageEvent, payOnPage, signed } from "@/testing/stripe-makers";
import { minutes, now, seconds } from "../../clock";
import { runLoop } from "../../loop";
import { env } from "../../settings/env";
import { pursue } from "../engine/ask";
import { claim } from "../engine/claim";
import { receive } from "../worker/inbox";
import { reconcile, reconcileOnce } from "../worker/reconcile";

test("Toss hangs: Stripe's webhooks and queries, and expired orders, do not wait for it", async () => {
  for (let n = 0; n < 9; n += 1) {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await claim(payment, paymentKey, now());
  }
  const order = await anOrder();
  const told = await anOpenPage();
  const untold = await anOpenPage();
  await payOnPage(told.payment);
  await payOnPage(untold.payment);
  const hanging = await tossFault("hold", { operation: "any" });
  const stop = new AbortController();
  turnOurClock(minutes(5));
  const body = aPageEvent(told.payment);
  await receive("stripe", body, signed(body), now());
  // Each loop has a signal of its own, as `startLoop` gives it.
  const running = Promise.all(reconcile.map((loop) => runLoop(loop, AbortSignal.any([stop.signal]))));
  await expect.poll(hanging.holding).toBe(8);
  await expect.poll(async () => (await paymentNow(told.payment)).status).toBe("paid");
  await expect.poll(async () => (await paymentNow(untold.payment)).status).toBe("paid");
  turnOurClock(minutes(26));
  await expect.poll(async () => (await orderNow(order)).status).toBe("expired");
  expect(await hanging.holding()).toBeGreaterThan(0);
  stop.abort();
  await hanging.mend();
  await running;
});

describe("Toss answers nobody any more", () => {
  /** Sends ten requests that nobody answers. */
  async function silenced() {
    const settings = env().toss;
    const { apiUrl } = settings;
    settings.apiUrl = "http://127.0.0.1:9";
    const back = () => {
      settings.apiUrl = apiUrl;
    };
    onTestFinished(back);
    const ask = { method: "POST", path: "/", headers: {} } as const;
    for (let n = 0; n < 10; n += 1) await lineTo("toss", "ask").send(settings.apiUrl, ask);
    return back;
  }

  test("a confirm does not wait: it is not sent, not refused, and asked later", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    const back = await silenced();
    back();
    expect((await confirmWith(payment, paymentKey)).status).toBe("confirming");
    expect(await callsNow(payment)).toMatchObject([{ state: "pending", unknownWhy: "not_sent" }]);
    expect(await tossWrites(payment.gatewayOrderId)).toEqual([]);
    await turnClock(seconds(10));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 29_000 });
    expect(await tossWrites(payment.gatewayOrderId)).toMatchObject([
      { idempotencyKey: `${payment.id}:confirm:1`, acted: true },
    ]);
  });

  test("a request that was sent before may still have been acted on", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    const dropped = await tossFault("drop_before", { operation: "confirm" });
    expect((await confirmWith(payment, paymentKey)).status).toBe("confirming");
    await dropped.mend();
    const back = await silenced();
    back();
    await pursue(`${payment.id}:confirm:1`);
    expect(await callsNow(payment)).toMatchObject([{ state: "pending", unknownWhy: "unreachable" }]);
  });
});
