import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { days, openStripe, refusal, type StripeShop } from "../testing/stripeMerchant";

let shop: StripeShop;

beforeAll(async () => {
  shop = await openStripe();
});
afterAll(() => shop.close());

const now = () => Math.floor(Date.now() / 1000);

describe("a page for one payment", () => {
  test("opens with an address, and without a payment", async () => {
    const session = await shop.checkout({
      client_reference_id: "order-a",
      metadata: { order_id: "order-a" },
    });
    expect(session).toMatchObject({
      object: "checkout.session",
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
      amount_total: 5_000,
      currency: "usd",
      client_reference_id: "order-a",
      metadata: { order_id: "order-a" },
      ui_mode: "hosted_page",
      livemode: false,
      customer_details: null,
    });
    expect(session.id).toMatch(/^cs_test_a1\w+$/);
    expect(session.url).toBe(`${shop.url}/c/pay/${session.id}`);
    expect(session.expires_at - session.created).toBe(24 * 60 * 60);
    expect(session).not.toHaveProperty("line_items");
    expect(await shop.sdk.checkout.sessions.retrieve(session.id)).toEqual(session);
  });

  test("is paid by card: the buyer goes on to the shop, which finds payment, charge and fee", async () => {
    const session = await shop.checkout({ payment_intent_data: { metadata: { order_id: "order-b" } } });
    const pressed = await shop.pay(session.id, { email: "mina@shop.test", name: "Mina" });
    expect(pressed).toEqual({ is: "complete", returnUrl: `https://shop.test/done?session=${session.id}` });
    await shop.turnClock(1);
    const complete = await shop.sdk.checkout.sessions.retrieve(session.id, {
      expand: [
        "payment_intent.latest_charge.balance_transaction",
        "payment_intent.latest_charge.refunds",
        "line_items",
      ],
    });
    expect(complete).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      customer_details: { email: "mina@shop.test", name: "Mina" },
      line_items: { object: "list", data: [{ description: "T-shirt", quantity: 1, amount_total: 5_000 }] },
      payment_intent: {
        status: "succeeded",
        amount_received: 5_000,
        metadata: { order_id: "order-b" },
        latest_charge: {
          paid: true,
          captured: true,
          metadata: { order_id: "order-b" },
          balance_transaction: { amount: 5_000, fee: 175, net: 4_825, currency: "usd", exchange_rate: null },
          refunds: { object: "list", data: [] },
        },
      },
    });
    expect(await shop.pay(session.id)).toEqual({ is: "closed" });
  });

  test("stays open when the card says no, and the same payment is tried again", async () => {
    const session = await shop.checkout();
    const declined = await shop.pay(session.id, { card: "4000000000009995" });
    expect(declined).toMatchObject({
      is: "declined",
      code: "card_declined",
      declineCode: "insufficient_funds",
    });
    const open = await shop.sdk.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(open).toMatchObject({
      status: "open",
      url: session.url,
      payment_intent: { status: "requires_payment_method", last_payment_error: { code: "card_declined" } },
    });
    await shop.pay(session.id);
    const paid = await shop.sdk.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(paid).toMatchObject({
      status: "complete",
      payment_intent: { id: Reflect.get(Object(open.payment_intent), "id"), status: "succeeded" },
    });
    const charges = await shop.sdk.charges.list({
      payment_intent: String(Reflect.get(Object(open.payment_intent), "id")),
    });
    expect(charges.data.map(({ status }) => status)).toEqual(["succeeded", "failed"]);
  });

  test("refuses a card that was mistyped before there is any payment", async () => {
    const session = await shop.checkout();
    for (const [card, code] of [
      ["4242424242424241", "incorrect_number"],
      ["42", "invalid_number"],
    ] as const) {
      expect(await shop.pay(session.id, { card })).toMatchObject({ is: "declined", code });
    }
    expect((await shop.sdk.checkout.sessions.retrieve(session.id)).payment_intent).toBeNull();
  });

  test("asks for a challenge: passed it is paid, failed it stays open", async () => {
    const session = await shop.checkout();
    const first = await shop.pay(session.id, { card: "4000000000003220" });
    expect(first).toEqual({ is: "challenge", intentId: expect.stringMatching(/^pi_3/) });
    await shop.control("POST", `/intents/${first.intentId}/challenge`, { answer: "fail" });
    expect(await shop.sdk.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "open" });
    const second = await shop.pay(session.id, { card: "4000000000003220" });
    expect(second.intentId).toBe(first.intentId);
    await shop.control("POST", `/intents/${first.intentId}/challenge`, { answer: "complete" });
    expect(await shop.sdk.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
    });
  });

  test("that only holds the money is unpaid until the shop captures it", async () => {
    const session = await shop.checkout({ payment_intent_data: { capture_method: "manual" } });
    await shop.pay(session.id);
    const held = await shop.sdk.checkout.sessions.retrieve(session.id);
    expect(held).toMatchObject({ status: "complete", payment_status: "unpaid" });
    await shop.sdk.paymentIntents.capture(String(held.payment_intent), { amount_to_capture: 4_000 });
    const captured = await shop.sdk.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(captured).toMatchObject({
      payment_status: "paid",
      payment_intent: { status: "succeeded", amount: 5_000, amount_received: 4_000 },
    });
  });

  test("by bank debit is complete and unpaid, and days later paid or not", async () => {
    const [settles, fails] = [await shop.checkout(), await shop.checkout()];
    for (const { id } of [settles, fails]) {
      expect(await shop.pay(id, { method: "bank_debit" })).toMatchObject({ is: "complete" });
    }
    const waiting = await shop.sdk.checkout.sessions.retrieve(settles.id, { expand: ["payment_intent"] });
    expect(waiting).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      payment_intent: { status: "processing", amount_received: 0 },
    });
    const intentOf = async (id: string) => (await shop.sdk.checkout.sessions.retrieve(id)).payment_intent;
    await shop.control("POST", `/intents/${await intentOf(settles.id)}/settle`);
    await shop.control("POST", `/intents/${await intentOf(fails.id)}/fail`);
    expect(await shop.sdk.checkout.sessions.retrieve(settles.id)).toMatchObject({ payment_status: "paid" });
    expect(await shop.sdk.checkout.sessions.retrieve(fails.id, { expand: ["payment_intent"] })).toMatchObject(
      {
        status: "complete",
        payment_status: "unpaid",
        payment_intent: {
          status: "requires_payment_method",
          last_payment_error: { payment_method_type: "us_bank_account" },
        },
      },
    );
  });
});

describe("a page is closed", () => {
  test("by the shop, once, and nobody can pay there any more", async () => {
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

  test("not after it was paid", async () => {
    const session = await shop.checkout();
    await shop.pay(session.id);
    const { message } = await refusal(shop.sdk.checkout.sessions.expire(session.id));
    expect(message).toContain("status of `complete`");
  });

  test("and takes a payment that was begun with it", async () => {
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

describe("a page is found", () => {
  test("by its payment, and its items on their own", async () => {
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

  test("with what the shop has noted on it since", async () => {
    const session = await shop.checkout({ metadata: { cart: "7", coupon: "none" } });
    const updated = await shop.sdk.checkout.sessions.update(session.id, {
      metadata: { coupon: "", gift: "yes" },
    });
    expect(updated.metadata).toEqual({ cart: "7", gift: "yes" });
  });

  test("or not at all", async () => {
    expect(await refusal(shop.sdk.checkout.sessions.retrieve("cs_test_nothing"))).toMatchObject({
      status: 404,
      code: "resource_missing",
      message: "No such checkout.session: 'cs_test_nothing'",
    });
  });
});

describe("a page is not opened", () => {
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
    ["to return to nowhere", { success_url: "nowhere" }, "Not a valid URL"],
    ["for a subscription", { mode: "subscription" as const }, "mode `payment` only"],
    ["with a name of before", { ui_mode: "hosted" as "hosted_page" }, "must be one of hosted_page"],
  ])("%s", async (_, wish, words) => {
    const refused = await refusal(shop.checkout(wish));
    expect(refused).toMatchObject({ status: 400, type: "invalid_request_error" });
    expect(refused.message).toContain(words);
  });

  test("with the list of methods that was taken out of the API", async () => {
    const wish = { currency: "usd", payment_method_types: ["card"] };
    expect(await refusal(shop.checkout(wish))).toMatchObject({
      code: "payment_method_types_no_longer_supported",
      param: "payment_method_types",
    });
  });
});

test("what must not be paid by card is not", async () => {
  const session = await shop.checkout({ excluded_payment_method_types: ["card"] });
  expect(session).toMatchObject({
    payment_method_types: ["us_bank_account"],
    excluded_payment_method_types: ["card"],
  });
  expect(await shop.pay(session.id)).toMatchObject({
    is: "declined",
    code: "payment_intent_incompatible_payment_method",
  });
});

test("a page that nobody came back to expires by itself", async () => {
  const session = await shop.checkout({ expires_at: now() + 120 * 60 });
  await shop.turnClock(days(1));
  expect(await shop.sdk.checkout.sessions.retrieve(session.id)).toMatchObject({
    status: "expired",
    url: null,
  });
  await expect
    .poll(() => shop.hooks.received.map(({ body }) => JSON.stringify(body)))
    .toContainEqual(expect.stringMatching(new RegExp(`${session.id}.*"checkout.session.expired"`)));
});
