import { describe, expect, test } from "vitest";
import { declinedSince } from "@/db/limits";
import { paymentsOf } from "@/db/payments";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { anOrder, aProduct, callsNow, orderNow, paymentNow, storyOf } from "@/testing/makers";
import { anotherProgram, fault, stripe, turnClock, withCurrencies, writesAsked } from "@/testing/stripe";
import {
  aDollarOrder,
  aFormWish,
  anOpenIntent,
  anOpenPage,
  aPageWish,
  charge,
  payOnPage,
} from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { later, minutes, now, seconds } from "../../clock";
import { reconcileOnce } from "../worker/reconcile";
import { openStripe } from "./open";

describe("Mina goes to Stripe's page", () => {
  test("it is opened with her order's number, amount and lines, and expires before her order does", async () => {
    const { order, payment, sessionId } = await anOpenPage();
    expect(payment).toMatchObject({ status: "ready", gateway: "stripe", amount: 2_200, currency: "USD" });
    expect(await stripe.sessions.list(payment.gatewayOrderId)).toMatchObject([
      { id: sessionId, status: "open", amount_total: 2_200, currency: "usd", url: payment.surface?.url },
    ]);
    const [asked] = await writesAsked(payment.gatewayOrderId);
    expect(asked).toMatchObject({ operation: "create_session", idempotencyKey: `${payment.id}:open:1` });
    const { expires_at: closes } = await anotherProgram().checkout.sessions.retrieve(sessionId);
    expect(closes * 1_000).toBeLessThan(order.expiresAt.getTime());
    expect(order).toMatchObject({ stockTaken: true, askingPaymentId: null });
    expect(await storyOf(order)).toEqual(["order_created", "payment_ready", "payment_opened"]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("she returns and goes there again: it is the same page, and nothing new is opened", async () => {
    const { order, payment } = await anOpenPage();
    const again = await anOpenPage(order);
    expect(again.payment).toMatchObject({ id: payment.id, surface: payment.surface });
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("twenty presses of the button at once open one page", async () => {
    const order = await aDollarOrder();
    const all = await Promise.all(Array.from({ length: 20 }, () => openStripe(order, aPageWish)));
    expect(new Set(all.map(({ payment }) => payment.surface?.url)).size).toBe(1);
    const attempts = await paymentsOf(db, order.id);
    expect(attempts).toHaveLength(1);
    expect(await writesAsked(attempts[0]?.gatewayOrderId ?? "")).toHaveLength(1);
  });

  test("rule 24: the same key answers with the page it opened, in its current state", async () => {
    const keyed = { caller: "mina", operation: "POST /payments/stripe/checkout", key: "k1", bodyHash: "b1" };
    const { order, payment } = await anOpenPage(undefined, { keyed });
    expect(await openStripe(order, { ...aPageWish, keyed })).toMatchObject({
      payment: { id: payment.id },
      replayed: true,
    });
    await expect(
      openStripe(order, { ...aPageWish, keyed: { ...keyed, bodyHash: "b2" } }),
    ).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("a page with less than five minutes left is replaced by a new one", async () => {
    const { order, payment } = await anOpenPage();
    await turnClock(minutes(33));
    const other = await anOpenPage(order);
    expect(other.payment.id).not.toBe(payment.id);
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "expired" });
    expect(await paymentNow(other.payment)).toMatchObject({ status: "ready" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the page was closed in Stripe's dashboard: she gets another one", async () => {
    const { order, payment, sessionId } = await anOpenPage();
    await stripe.sessions.expire(sessionId);
    const other = await anOpenPage(order);
    expect(other.payment).toMatchObject({ status: "ready", attempt: 2 });
    expect(await paymentNow(payment)).toMatchObject({ status: "expired", surface: null });
  });

  test("she had already paid on it: she is told so instead of being sent there again", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    await expect(anOpenPage(order)).rejects.toMatchObject({ code: "order_already_paid" });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
  });
});

describe("what Stripe is not asked for", () => {
  test("an order in a currency that the shop does not take through Stripe", async () => {
    const order = await anOrder();
    await expect(openStripe(order, aPageWish)).rejects.toMatchObject({ code: "currency_not_supported" });
    withCurrencies("USD", "KRW");
    const { payment } = await anOpenPage(order);
    expect(payment).toMatchObject({ amount: 29_000, currency: "KRW" });
    const [session] = await stripe.sessions.list(payment.gatewayOrderId);
    expect(session).toMatchObject({ amount_total: 29_000, currency: "krw" });
  });

  test("an amount below its minimum", async () => {
    const { sku } = await aProduct({ priceUsd: 49 });
    const order = await aDollarOrder([{ sku, quantity: 1 }]);
    await expect(openStripe(order, aPageWish)).rejects.toMatchObject({ code: "amount_out_of_range" });
    expect(await paymentsOf(db, order.id)).toEqual([]);
  });

  test("a return to a stranger's page", async () => {
    const order = await aDollarOrder();
    for (const page of [
      { successUrl: "https://evil.example/", cancelUrl: "http://localhost:3000/cart" },
      { successUrl: "http://localhost:3000/success", cancelUrl: "https://evil.example/" },
    ])
      await expect(openStripe(order, { ...aPageWish, page })).rejects.toMatchObject({
        code: "redirect_not_allowed",
      });
  });

  test("the last piece, which somebody else has taken", async () => {
    const { sku } = await aProduct({ stock: 1 });
    await anOpenPage(await aDollarOrder([{ sku, quantity: 1 }]));
    const late = await aDollarOrder([{ sku, quantity: 1 }]);
    await expect(openStripe(late, aPageWish)).rejects.toMatchObject({ code: "out_of_stock" });
    expect(await paymentsOf(db, late.id)).toEqual([]);
  });
});

describe("rule 9: an opening whose answer was lost is asked again under its key", () => {
  test.each(["drop_before", "drop_after", "in_progress", "away"] as const)("%s", async (kind) => {
    const order = await aDollarOrder();
    const broken = await fault(kind, { operation: "create_session" });
    const { payment } = await openStripe(order, aPageWish);
    expect(payment).toMatchObject({ status: "ready", surface: null });
    await broken.mend();
    await turnClock(seconds(10));
    await reconcileOnce();
    const again = await anOpenPage(order);
    expect(again.payment.id).toBe(payment.id);
    expect(again.payment.surface?.url).toMatch(/^http/);
    const writes = await writesAsked(payment.gatewayOrderId);
    expect(new Set(writes.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set([`${payment.id}:open:1`]),
    );
    expect(await stripe.sessions.list(payment.gatewayOrderId)).toHaveLength(1);
    expect(await callsNow(payment)).toMatchObject([{ kind: "create", state: "done" }]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Stripe was away too long for the page's end time: the page is opened with a new one", async () => {
    const order = await aDollarOrder();
    const away = await fault("away");
    const { payment } = await openStripe(order, aPageWish);
    await turnClock(minutes(8));
    await away.mend();
    await reconcileOnce();
    const { payment: opened } = await anOpenPage(order);
    expect(opened).toMatchObject({ id: payment.id, surface: { url: expect.stringMatching(/^http/) } });
    const [session, ...others] = await stripe.sessions.list(payment.gatewayOrderId);
    expect(others).toEqual([]);
    const { expires_at: closes } = await anotherProgram().checkout.sessions.retrieve(session?.id ?? "");
    expect(closes * 1_000).toBeGreaterThan(later(now(), minutes(36)).getTime());
    const keys = (await writesAsked(payment.gatewayOrderId)).map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys)).toEqual(new Set([`${payment.id}:open:1`, `${payment.id}:open:2`]));
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test.each([-5, 5])("Stripe's clock differs by %i minutes: there is still a page", async (apart) => {
    await stripe.clock.advance(minutes(apart));
    const { payment } = await anOpenPage();
    expect(payment).toMatchObject({ status: "ready", failureCode: null });
  });

  test.each(["api_error", "service_unavailable", "rate_limit", "external_dependency_failed", "lock_timeout"])(
    "%s passes: it is asked again automatically, and Mina gets her page",
    async (code) => {
      for (const [operation, opening] of [
        ["create_session", anOpenPage],
        ["create_intent", anOpenIntent],
      ] as const) {
        await fault("error", { operation, code, times: 2 });
        const { order, payment } = await opening();
        expect(payment).toMatchObject({ attempt: 1, status: "ready", failureCode: null });
        expect(payment.surface).not.toBeNull();
        expect(await auditOrder(order.id)).toEqual([]);
      }
    },
  );

  test("a page whose answer cannot be read is unknown: no decline is reported, and it is not opened twice", async () => {
    const order = await aDollarOrder();
    const broken = await fault("malformed", { operation: "create_session" });
    const { payment } = await openStripe(order, aPageWish);
    expect(payment).toMatchObject({ status: "ready", surface: null, failureCode: null });
    await broken.mend();
    await turnClock(seconds(10));
    await reconcileOnce();
    expect((await paymentNow(payment)).surface?.url).toMatch(/^http/);
    expect(await stripe.sessions.list(payment.gatewayOrderId)).toHaveLength(1);
  });

  test.each(["api_key_expired", "secret_key_required", "resource_missing", "parameter_invalid_integer"])(
    "%s is the shop's to fix: Mina is told so, and it does not count against her",
    async (code) => {
      const alarms = listenForAlarms();
      for (const [operation, wish] of [
        ["create_session", aPageWish],
        ["create_intent", aFormWish],
      ] as const) {
        const order = await aDollarOrder();
        await fault("error", { operation, code, times: 1 });
        await expect(openStripe(order, wish)).rejects.toMatchObject({
          code: "gateway_rejected",
          status: 503,
        });
        expect(await declinedSince(db, [order.id], "stripe", new Date(0), 9)).toEqual([]);
        expect((await openStripe(order, wish)).payment).toMatchObject({ attempt: 2, status: "ready" });
        expect(await auditOrder(order.id)).toEqual([]);
      }
      const alarm = { code, message: expect.any(String), requestId: expect.any(String) };
      expect(alarms()).toMatchObject([alarm, alarm]);
    },
  );
});

describe("one way to pay at a time", () => {
  test("Mina leaves the page for the card form: the page is closed, and then she pays in the form", async () => {
    const { order, payment: page, sessionId } = await anOpenPage();
    const { payment: form } = await anOpenIntent(order);
    expect(form.id).not.toBe(page.id);
    await reconcileOnce();
    expect(await paymentNow(page)).toMatchObject({ status: "expired", surface: null });
    expect(await stripe.sessions.list(page.gatewayOrderId)).toMatchObject([
      { id: sessionId, status: "expired" },
    ]);
    expect(await charge(order)).toMatchObject({ id: form.id, status: "paid" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("she leaves the card form for the page: the intent is canceled", async () => {
    const { order, payment: form, intentId } = await anOpenIntent();
    const { payment: page } = await anOpenPage(order);
    await reconcileOnce();
    expect(await paymentNow(form)).toMatchObject({ status: "canceled", surface: null });
    expect(await stripe.intents.list(form.gatewayOrderId)).toMatchObject([
      { id: intentId, status: "canceled" },
    ]);
    expect(await paymentNow(page)).toMatchObject({ status: "ready" });
  });

  test("a page that opens only after she went to the card form is shown to nobody", async () => {
    const order = await aDollarOrder();
    const held = await fault("hold_before", { operation: "create_session" });
    const { payment: late } = await openStripe(order, { ...aPageWish, waitMs: 0 });
    await expect.poll(held.holding).toBe(1);
    const { payment: form } = await openStripe(order, aFormWish);
    await held.mend();
    await expect.poll(async () => (await stripe.sessions.list(late.gatewayOrderId)).length).toBe(1);
    await turnAround();
    expect(await paymentNow(late)).toMatchObject({
      status: "canceled",
      surface: null,
      gatewaySessionKey: null,
    });
    expect(await paymentNow(form)).toMatchObject({ status: "ready" });
    expect(await auditOrder(order.id)).toEqual([]);
    expect(await charge(order)).toMatchObject({ id: form.id, status: "paid" });
  });
});

async function turnAround() {
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(seconds(20));
    await reconcileOnce();
  }
}
