import { afterAll, describe, expect, test } from "vitest";
import { openStripe, refusal } from "../testing/stripe-merchant";

const shop = await openStripe();
afterAll(() => shop.close());

describe("a session", () => {
  test("is created with a URL and without a payment", async () => {
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

  test("is paid by card: the buyer is redirected, and the shop finds payment, charge and fee", async () => {
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
          receipt_url: expect.stringContaining(`${shop.url}/receipts/payment/ch_`),
          metadata: { order_id: "order-b" },
          balance_transaction: { amount: 5_000, fee: 175, net: 4_825, currency: "usd", exchange_rate: null },
          refunds: { object: "list", data: [] },
        },
      },
    });
    expect(await shop.pay(session.id)).toEqual({ is: "closed" });
  });

  test("stays open when the card is declined, and the same payment is tried again", async () => {
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

  test("refuses a mistyped card before it creates a payment", async () => {
    const session = await shop.checkout();
    for (const [card, code] of [
      ["4242424242424241", "incorrect_number"],
      ["42", "invalid_number"],
    ] as const) {
      expect(await shop.pay(session.id, { card })).toMatchObject({ is: "declined", code });
    }
    expect((await shop.sdk.checkout.sessions.retrieve(session.id)).payment_intent).toBeNull();
  });

  test("asks for a challenge: it is paid if passed, and stays open if failed", async () => {
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

  test("with manual capture is unpaid until the shop captures", async () => {
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

  test("paid by bank debit is complete and unpaid, and days later paid or not", async () => {
    const [succeeds, fails] = [await shop.checkout(), await shop.checkout()];
    for (const { id } of [succeeds, fails]) {
      expect(await shop.pay(id, { method: "bank_debit" })).toMatchObject({ is: "complete" });
    }
    const waiting = await shop.sdk.checkout.sessions.retrieve(succeeds.id, { expand: ["payment_intent"] });
    expect(waiting).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      payment_intent: { status: "processing", amount_received: 0 },
    });
    const intentOf = async (id: string) => (await shop.sdk.checkout.sessions.retrieve(id)).payment_intent;
    await shop.control("POST", `/intents/${await intentOf(succeeds.id)}/succeed`);
    await shop.control("POST", `/intents/${await intentOf(fails.id)}/fail`);
    expect(await shop.sdk.checkout.sessions.retrieve(succeeds.id)).toMatchObject({ payment_status: "paid" });
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

test("a session that excludes cards cannot be paid by card", async () => {
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

test("a charge has a receipt page, and a failed charge has none", async () => {
  const { latest_charge: id } = await shop.paid({ amount: 5_000, metadata: { order_id: "order-9" } });
  const { receipt_url: url } = await shop.sdk.charges.retrieve(String(id));
  const receipt = await fetch(String(url), { headers: { "accept-language": "en" } });
  expect(receipt.status).toBe(200);
  expect(await receipt.text()).toMatch(/\$50\.00.*order-9.*visa ···· 4242/s);
  expect((await fetch(`${shop.url}/receipts/payment/ch_nothing`)).status).toBe(404);
  const failed = await refusal(shop.paid({ payment_method: "pm_card_chargeDeclined" }));
  expect((await shop.sdk.charges.retrieve(String(failed.raw.charge))).receipt_url).toBeNull();
});
