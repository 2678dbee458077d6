import { afterAll, describe, expect, test } from "vitest";
import { days, eventually, openStripe, refusal, sdkAt } from "../testing/stripe-merchant";

const shop = await openStripe();
afterAll(() => shop.close());

let used = 0;
const newKey = () => ({ idempotencyKey: `key-${++used}` });
const order = (order_id: string) => ({
  amount: 2_000,
  currency: "usd",
  confirm: true,
  payment_method: "pm_card_visa",
  return_url: "https://shop.test/back",
  metadata: { order_id },
});

describe("the same key", () => {
  test("with the same parameters returns the same answer, and the payment is made once", async () => {
    const key = newKey();
    const first = await shop.sdk.paymentIntents.create(order("once"), key);
    const again = await shop.sdk.paymentIntents.create(order("once"), key);
    expect(again).toEqual(first);
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    const log = await shop.requests("once");
    expect(log.map(({ acted, replayed, status }) => [acted, replayed, status])).toEqual([
      [true, false, 200],
      [false, true, 200],
    ]);
  });

  test.each([
    [
      "another amount",
      () => shop.sdk.paymentIntents.create({ ...order("two"), amount: 2_001 }, { idempotencyKey: "two" }),
    ],
    ["another path", () => shop.sdk.refunds.create({ charge: "ch_1" }, { idempotencyKey: "two" })],
  ])("with %s is refused", async (_, ask) => {
    await shop.sdk.paymentIntents.create(order("two"), { idempotencyKey: "two" });
    expect(await refusal(ask())).toMatchObject({
      status: 400,
      type: "idempotency_error",
      class: "StripeIdempotencyError",
      code: undefined,
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'two' if you meant to execute a different request.",
    });
  });

  test("replays a decline although the card would be accepted now", async () => {
    const { id } = await shop.sdk.paymentIntents.create({ amount: 900, currency: "usd" });
    const key = newKey();
    const pay = (payment_method: string, options: { idempotencyKey: string }) =>
      shop.sdk.paymentIntents.confirm(id, { payment_method, return_url: "https://shop.test/back" }, options);
    const first = await refusal(pay("pm_card_visa_chargeDeclined", key));
    const again = await refusal(pay("pm_card_visa_chargeDeclined", key));
    expect([again.status, again.raw.charge]).toEqual([402, first.raw.charge]);
    expect(await pay("pm_card_visa", newKey())).toMatchObject({ status: "succeeded" });
  });

  test("replays errors of state, but not of parameters", async () => {
    const intent = await shop.paid({ amount: 1_000 });
    const tooMuch = newKey();
    const refund = { payment_intent: intent.id, amount: 1_001 };
    await refusal(shop.sdk.refunds.create(refund, tooMuch));
    const replayed = await refusal(shop.sdk.refunds.create(refund, tooMuch));
    expect(replayed.raw.headers?.["idempotent-replayed"]).toBe("true");
    const misspelled = newKey();
    await refusal(shop.sdk.refunds.create({ ...refund, color: "red" } as object, misspelled));
    expect(await shop.sdk.refunds.create({ payment_intent: intent.id, amount: 1 }, misspelled)).toMatchObject(
      {
        amount: 1,
      },
    );
  });

  test("is kept for 24 hours", async () => {
    const key = newKey();
    const { id } = await shop.sdk.paymentIntents.create(order("old"), key);
    await shop.turnClock(days(1) - 1);
    expect((await shop.sdk.paymentIntents.create(order("old"), key)).id).toBe(id);
    await shop.turnClock(1);
    expect((await shop.sdk.paymentIntents.create(order("old"), key)).id).not.toBe(id);
  });
});

test("a refund requested twice is made once with one key, and twice with two", async () => {
  const intent = await shop.paid({ amount: 3_000 });
  const half = { payment_intent: intent.id, amount: 1_000 };
  const key = newKey();
  const [one, same] = [await shop.sdk.refunds.create(half, key), await shop.sdk.refunds.create(half, key)];
  const other = await shop.sdk.refunds.create(half, newKey());
  expect([same.id === one.id, other.id === one.id]).toEqual([true, false]);
  expect((await shop.sdk.refunds.list({ payment_intent: intent.id })).data).toHaveLength(2);
});

describe("while the first call runs", () => {
  test("a second call gets 409, and the SDK retries until it succeeds", async () => {
    const fault = await shop.fault({ operation: "create_intent", kind: "hold", orderId: "running" });
    const key = newKey();
    const first = shop.sdk.paymentIntents.create(order("running"), key);
    await expect.poll(() => shop.holding(fault), eventually).toBe(1);
    const second = await refusal(shop.sdk.paymentIntents.create(order("running"), key));
    expect(second).toMatchObject({ status: 409, type: "idempotency_error", code: "idempotency_key_in_use" });
    const patient = sdkAt(shop.url, { maxNetworkRetries: 5 }).paymentIntents.create(order("running"), key);
    await expect.poll(async () => (await shop.requests("running")).length, eventually).toBe(3);
    await shop.control("POST", `/faults/${fault}/release`);
    const [{ id }, { id: sameId }] = [await first, await patient];
    expect(sameId).toBe(id);
  });
});

test("reads ignore the key", async () => {
  const { id } = await shop.sdk.paymentIntents.create({ amount: 500, currency: "usd" });
  const headers = { authorization: "Bearer sk_test_emulator000000000000000000", "idempotency-key": "look" };
  const look = async () =>
    ((await (await fetch(`${shop.url}/v1/payment_intents/${id}`, { headers })).json()) as { status: string })
      .status;
  expect(await look()).toBe("requires_payment_method");
  await shop.sdk.paymentIntents.cancel(id);
  expect(await look()).toBe("canceled");
});

test("a key has at most 255 characters", async () => {
  const long = { idempotencyKey: "k".repeat(256) };
  expect(await refusal(shop.sdk.paymentIntents.create(order("long"), long))).toMatchObject({ status: 400 });
  const right = { idempotencyKey: "k".repeat(255) };
  expect(await shop.sdk.paymentIntents.create(order("long"), right)).toMatchObject({ status: "succeeded" });
});
