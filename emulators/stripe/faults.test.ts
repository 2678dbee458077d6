import { afterAll, describe, expect, test } from "vitest";
import { eventually, openStripe, refusal, sdkAt } from "../testing/stripe-merchant";

const shop = await openStripe();
afterAll(() => shop.close());

let orders = 0;

/** A paid payment, and a refund of it that runs into a fault. */
async function disturbed(kind: string, more: Record<string, unknown> = {}) {
  const orderId = `disturbed-${++orders}`;
  const intent = await shop.paid({ amount: 3_000, metadata: { order_id: orderId } });
  const fault = await shop.fault({ operation: "create_refund", kind, orderId, ...more });
  const refund = (sdk = shop.sdk) =>
    sdk.refunds.create({ payment_intent: intent.id, amount: 1_000 }, { idempotencyKey: orderId });
  const made = async () => (await shop.sdk.refunds.list({ payment_intent: intent.id })).data.length;
  return { intent, orderId, fault, refund, made };
}

describe("the connection is dropped", () => {
  test("before acting: nothing happened, and the next call succeeds", async () => {
    const { refund, made } = await disturbed("drop_before", { times: 2 });
    expect(await refusal(refund())).toMatchObject({ class: "StripeConnectionError" });
    expect(await made()).toBe(0);
    expect(await refund()).toMatchObject({ status: "succeeded" });
  });

  test("after acting: the same key returns the answer, and the SDK retries by itself", async () => {
    const { refund, made, orderId } = await disturbed("drop_after");
    expect(await refund()).toMatchObject({ amount: 1_000 });
    expect(await made()).toBe(1);
    const log = (await shop.requests(orderId)).filter(({ operation }) => operation === "create_refund");
    expect(log.map(({ acted, replayed, fault }) => [acted, replayed, fault])).toEqual([
      [true, false, "drop_after"],
      [false, true, null],
    ]);
  });

  test("for every call about one order while it is away, and for no other order", async () => {
    const { intent } = await disturbed("slow");
    const orderId = String(intent.metadata.order_id);
    const fault = await shop.fault({ operation: "any", kind: "away", times: null, orderId });
    expect(await refusal(shop.sdk.paymentIntents.retrieve(intent.id))).toMatchObject({
      class: "StripeConnectionError",
    });
    expect(await shop.paid()).toMatchObject({ status: "succeeded" });
    await shop.control("DELETE", `/faults/${fault}`);
    expect(await shop.sdk.paymentIntents.retrieve(intent.id)).toMatchObject({ id: intent.id });
  });
});

describe("the answer is wrong", () => {
  test("500 after acting, replayed for the same key although the refund was made", async () => {
    const { refund, made } = await disturbed("error_after");
    for (const replayed of [undefined, "true"]) {
      const { status, class: kind, raw } = await refusal(refund());
      expect([status, kind, raw.headers?.["idempotent-replayed"]]).toEqual([500, "StripeAPIError", replayed]);
    }
    expect(await made()).toBe(1);
  });

  test.each([
    ["rate_limit", 429, "StripeRateLimitError"],
    ["api_error", 500, "StripeAPIError"],
    ["service_unavailable", 503, "StripeAPIError"],
    ["card_declined", 402, "StripeCardError"],
    ["resource_missing", 404, "StripeInvalidRequestError"],
    ["api_key_expired", 401, "StripeAuthenticationError"],
  ])("%s without acting", async (code, status, kind) => {
    const { refund, made } = await disturbed("error", { code });
    expect(await refusal(refund())).toMatchObject({ status, class: kind });
    expect(await made()).toBe(0);
  });

  test("429, which is not stored: the same key then succeeds", async () => {
    const { refund } = await disturbed("error", { code: "rate_limit" });
    await refusal(refund());
    expect(await refund()).toMatchObject({ status: "succeeded" });
  });

  test("409 as if the first call were still running", async () => {
    const { refund } = await disturbed("in_progress", { times: 2 });
    expect(await refusal(refund())).toMatchObject({ status: 409, code: "idempotency_key_in_use" });
    expect(await refund(sdkAt(shop.url, { maxNetworkRetries: 2 }))).toMatchObject({ status: "succeeded" });
  });

  test("truncated JSON after acting", async () => {
    const { refund, made } = await disturbed("malformed");
    expect((await refusal(refund())).message).toContain("Invalid JSON received");
    expect(await made()).toBe(1);
  });

  test("amounts 1,000 too high, at every depth", async () => {
    const session = await shop.checkout({ amount: 5_000, client_reference_id: "inflated" });
    await shop.pay(session.id);
    await shop.fault({ operation: "look", kind: "wrong_amount", orderId: "inflated" });
    const look = () =>
      shop.sdk.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] });
    const wrong = { amount: 6_000, amount_received: 6_000, latest_charge: { amount: 6_000 } };
    expect(await look()).toMatchObject({ amount_total: 6_000, payment_intent: wrong });
    expect(await look()).toMatchObject({ amount_total: 5_000, payment_intent: { amount_received: 5_000 } });
  });
});

describe("the answer is late", () => {
  test("held after acting, until it is released", async () => {
    const { refund, made, fault } = await disturbed("hold");
    const answer = refund();
    await expect.poll(() => shop.holding(fault), eventually).toBe(1);
    expect(await made()).toBe(1);
    await shop.control("POST", `/faults/${fault}/release`);
    expect(await answer).toMatchObject({ amount: 1_000 });
  });

  test("held before acting, and carried out although the shop has disconnected", async () => {
    const { refund, made, fault } = await disturbed("hold_before");
    const impatient = refusal(refund(sdkAt(shop.url, { timeout: 300 })));
    await expect.poll(() => shop.holding(fault), eventually).toBe(1);
    expect(await impatient).toMatchObject({ class: "StripeConnectionError" });
    expect(await made()).toBe(0);
    await shop.control("POST", `/faults/${fault}/release`);
    await expect.poll(made, eventually).toBe(1);
  });

  test("after a delay", async () => {
    const { refund } = await disturbed("slow", { delay_ms: 30 });
    expect(await refund()).toMatchObject({ status: "succeeded" });
  });
});

test.each([
  ["create_session", () => shop.checkout({ client_reference_id: "faulty" })],
  [
    "create_intent",
    () => shop.sdk.paymentIntents.create({ amount: 500, currency: "usd", metadata: { order_id: "faulty" } }),
  ],
])("a fault on %s can be limited to its order", async (operation, ask) => {
  await shop.fault({ operation, kind: "error", code: "rate_limit", orderId: "faulty" });
  expect(await refusal(ask())).toMatchObject({ status: 429 });
  await ask();
});

test.each([
  ["on an unknown operation", { operation: "dance", kind: "slow" }],
  ["with an unknown code", { operation: "look", kind: "error", code: "OOPS" }],
])("a fault %s is refused", async (_, order) => {
  expect((await shop.control("POST", "/faults", order)).status).toBe(400);
});
