import fc from "fast-check";
import Sdk from "stripe";
import { afterAll, expect, test } from "vitest";
import { days, eventually, openStripe } from "../testing/stripe-merchant";
import { testCards } from "./methods/test-cards";

const shop = await openStripe();
afterAll(() => shop.close());

/** What can be done to a session and its payment, whether or not it makes sense at that moment. */
const deeds = {
  pay: (session: string, _: string, n: number) =>
    shop.pay(session, { card: testCards[n % testCards.length]?.number }),
  debit: (session: string) => shop.pay(session, { method: "bank_debit" }),
  pass: (_: string, intent: string) =>
    shop.control("POST", `/intents/${intent}/challenge`, { answer: "complete" }),
  flunk: (_: string, intent: string) =>
    shop.control("POST", `/intents/${intent}/challenge`, { answer: "fail" }),
  succeed: (_: string, intent: string) => shop.control("POST", `/intents/${intent}/succeed`),
  bounce: (_: string, intent: string) => shop.control("POST", `/intents/${intent}/fail`),
  capture: (_: string, intent: string, n: number) =>
    shop.sdk.paymentIntents.capture(intent, { amount_to_capture: n }),
  cancel: (_: string, intent: string) => shop.sdk.paymentIntents.cancel(intent),
  refund: (_: string, intent: string, n: number) =>
    shop.sdk.refunds.create({ payment_intent: intent, amount: n }),
  dashboard: (_: string, intent: string) => shop.control("POST", `/intents/${intent}/refund`),
  expire: (session: string) => shop.sdk.checkout.sessions.expire(session),
  wait: (_: string, __: string, n: number) => shop.turnClock(n),
  sleep: () => shop.turnClock(days(1)),
};

const story = fc.array(
  fc.tuple(
    fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])),
    fc.integer({ min: 1, max: 6_000 }),
  ),
  { minLength: 3, maxLength: 10 },
);

/** A refusal is an expected outcome; any other error fails the test. */
function unlessRefused(error: unknown) {
  if (!(error instanceof Sdk.errors.StripeError) || (error.statusCode ?? 500) >= 500) throw error;
}

const expand = ["payment_intent.latest_charge.balance_transaction", "payment_intent.latest_charge.refunds"];

async function look(id: string) {
  const session = await shop.sdk.checkout.sessions.retrieve(id, { expand });
  const intent = whole(session.payment_intent);
  const charge = intent && whole(intent.latest_charge);
  return { session, intent, charge };
}

/** The expanded object; it is never a bare id here. */
function whole<Expanded extends object>(value: string | Expanded | null): Expanded | null {
  return typeof value === "string" ? null : value;
}

function holds({ session, intent, charge }: Awaited<ReturnType<typeof look>>) {
  expect(session.url === null).toBe(session.status !== "open");
  expect(session.payment_status === "paid").toBe(
    session.status === "complete" && intent?.status === "succeeded",
  );
  if (!intent) return;
  expect(intent.amount).toBe(session.amount_total);
  expect(intent.amount_received).toBeLessThanOrEqual(intent.amount);
  expect(intent.amount_received > 0).toBe(intent.status === "succeeded");
  expect(intent.amount_capturable).toBe(intent.status === "requires_capture" ? intent.amount : 0);
  expect(intent.next_action !== null).toBe(intent.status === "requires_action");
  if (session.status === "open") expect(intent.status).not.toBe("succeeded");
  if (!charge) return;
  const given = charge.refunds?.data.filter(({ status }) => status !== "failed") ?? [];
  expect(given.reduce((sum, { amount }) => sum + amount, 0)).toBe(charge.amount_refunded);
  expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount_captured);
  expect(charge.amount_captured).toBeLessThanOrEqual(charge.amount);
  expect(charge.refunded).toBe(
    charge.captured && charge.amount_refunded > 0 && charge.amount_refunded === charge.amount_captured,
  );
  if (intent.status === "succeeded") expect(charge.amount_captured).toBe(intent.amount_received);
  const row = charge.balance_transaction;
  if (row && typeof row === "object")
    expect([row.net, row.amount]).toEqual([row.amount - row.fee, charge.amount_captured]);
}

test("after any sequence of operations, balances add up and events are true", async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), story, async (holding, steps) => {
      const { id } = await shop.checkout({
        payment_intent_data: { capture_method: holding ? "manual" : "automatic_async" },
      });
      const seen = new Set<string>();
      for (const [deed, n] of steps) {
        const { intent } = await look(id);
        await deeds[deed](id, intent?.id ?? "pi_nothing", n).catch(unlessRefused);
        const after = await look(id);
        holds(after);
        seen.add(after.session.status ?? "");
      }
      expect(seen.has("complete") && seen.has("expired")).toBe(false);
    }),
    { numRuns: 25 },
  );
  const told = await shop.sdk.events.list({ limit: 100 }).autoPagingToArray({ limit: 5_000 });
  await expect.poll(() => new Set(shop.events().map(({ id }) => id)).size, eventually).toBe(told.length);
  for (const { type, data } of shop.events()) {
    const { status, paid, captured } = Object(data.object);
    if (type === "payment_intent.succeeded") expect(status).toBe("succeeded");
    if (type === "charge.succeeded") expect([status, paid]).toEqual(["succeeded", true]);
    if (type === "charge.captured") expect(captured).toBe(true);
    if (type === "checkout.session.completed") expect(status).toBe("complete");
    if (type === "checkout.session.expired") expect(status).toBe("expired");
    if (type === "refund.failed") expect(status).toBe("failed");
  }
});
