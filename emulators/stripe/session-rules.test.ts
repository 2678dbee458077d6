import { afterAll, describe, expect, test } from "vitest";
import { days, eventually, openStripe, refusal } from "../testing/stripe-merchant";

const shop = await openStripe();
afterAll(() => shop.close());

const now = () => Math.floor(Date.now() / 1000);

describe("a session is expired", () => {
  test("by the shop, once, and can then not be paid", async () => {
    const session = await shop.checkout();
    expect(await shop.sdk.checkout.sessions.expire(session.id)).toMatchObject({
      status: "expired",
      url: null,
    });
    expect(await refusal(shop.sdk.checkout.sessions.expire(session.id))).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      code: undefined,
      message:
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `expired`.',
    });
    expect(await shop.pay(session.id)).toEqual({ is: "closed" });
  });

  test("but not after it was paid", async () => {
    const session = await shop.checkout();
    await shop.pay(session.id);
    const { message } = await refusal(shop.sdk.checkout.sessions.expire(session.id));
    expect(message).toContain("status of `complete`");
  });

  test("and its payment is canceled", async () => {
    const session = await shop.checkout();
    await shop.pay(session.id, { card: "4000000000000002" });
    const { payment_intent: intent } = await shop.sdk.checkout.sessions.retrieve(session.id);
    expect(await refusal(shop.sdk.paymentIntents.cancel(String(intent)))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    await shop.sdk.checkout.sessions.expire(session.id);
    expect(await shop.sdk.paymentIntents.retrieve(String(intent))).toMatchObject({ status: "canceled" });
  });
});

describe("a session can be retrieved", () => {
  test("by its payment, and its line items separately", async () => {
    const session = await shop.checkout({
      line_items: ["Shirt", "Socks", "Shipping"].map((name) => ({
        quantity: 2,
        price_data: { currency: "usd", unit_amount: 300, product_data: { name } },
      })),
    });
    await shop.pay(session.id);
    const { payment_intent: intent } = await shop.sdk.checkout.sessions.retrieve(session.id);
    const found = await shop.sdk.checkout.sessions.list({ payment_intent: String(intent) });
    expect(found.data.map(({ id }) => id)).toEqual([session.id]);
    const page = await shop.sdk.checkout.sessions.listLineItems(session.id, { limit: 2 });
    expect(page).toMatchObject({
      has_more: true,
      data: [{ description: "Shirt" }, { description: "Socks" }],
    });
    const rest = await shop.sdk.checkout.sessions.listLineItems(session.id, {
      starting_after: page.data[1]?.id ?? "",
    });
    expect(rest).toMatchObject({ has_more: false, data: [{ description: "Shipping", amount_total: 600 }] });
  });

  test("with updated metadata", async () => {
    const session = await shop.checkout({ metadata: { cart: "7", coupon: "none" } });
    const updated = await shop.sdk.checkout.sessions.update(session.id, {
      metadata: { coupon: "", gift: "yes" },
    });
    expect(updated.metadata).toEqual({ cart: "7", gift: "yes" });
  });

  test("unless it does not exist", async () => {
    expect(await refusal(shop.sdk.checkout.sessions.retrieve("cs_test_nothing"))).toMatchObject({
      status: 404,
      code: "resource_missing",
      message: "No such checkout.session: 'cs_test_nothing'",
    });
  });
});

describe("a session is refused", () => {
  const item = (currency: string, unit_amount: number) => ({
    quantity: 1,
    price_data: { currency, unit_amount, product_data: { name: "T-shirt" } },
  });

  test.each([
    ["for too little", { line_items: [item("usd", 49)] }, "at least $0.50 usd"],
    ["for too few won", { line_items: [item("krw", 729)] }, "at least ₩730 krw"],
    ["for nine digits", { line_items: [item("usd", 100_000_000)] }, "no more than $999,999.99"],
    ["in two currencies", { line_items: [item("usd", 500), item("eur", 500)] }, "the same currency"],
    ["in no currency", { line_items: [item("xyz", 500)] }, "Invalid currency: xyz"],
    ["for 29 minutes", { expires_at: now() + 29 * 60 }, "at least 30 minutes"],
    ["for 25 hours", { expires_at: now() + 25 * 60 * 60 }, "less than 24 hours"],
    ["with an invalid success_url", { success_url: "nowhere" }, "Not a valid URL"],
    ["for a subscription", { mode: "subscription" as const }, "mode `payment` only"],
    ["with an old ui_mode", { ui_mode: "hosted" as "hosted_page" }, "must be one of hosted_page"],
  ])("%s", async (_, wish, words) => {
    const refused = await refusal(shop.checkout(wish));
    expect(refused).toMatchObject({ status: 400, type: "invalid_request_error" });
    expect(refused.message).toContain(words);
  });

  test("with a parameter that Stripe has and the emulator does not", async () => {
    expect(
      await refusal(shop.checkout({ allow_promotion_codes: false, discounts: [{ coupon: "half" }] })),
    ).toMatchObject({
      code: undefined,
      param: "discounts",
      message: "The emulator does not know the parameter `discounts`, which Stripe has.",
    });
  });

  test("with `payment_method_types`, which the API no longer has", async () => {
    const wish = { currency: "usd", payment_method_types: ["card"] };
    expect(await refusal(shop.checkout(wish))).toMatchObject({
      code: "payment_method_types_no_longer_supported",
      param: "payment_method_types",
    });
  });
});

test("an unused session expires by itself", async () => {
  const session = await shop.checkout({ expires_at: now() + 120 * 60 });
  await shop.turnClock(days(1));
  expect(await shop.sdk.checkout.sessions.retrieve(session.id)).toMatchObject({
    status: "expired",
    url: null,
  });
  await expect
    .poll(() => shop.hooks.received.map(({ body }) => JSON.stringify(body)), eventually)
    .toContainEqual(expect.stringMatching(new RegExp(`${session.id}.*"checkout.session.expired"`)));
});
