import { afterAll, describe, expect, test } from "vitest";
import { openStripe, refusal } from "../testing/stripe-merchant";
import { keys } from "./keys";

const shop = await openStripe();
afterAll(() => shop.close());

describe("a publishable key", () => {
  const publishable = { authorization: `Bearer ${keys.publishable}`, origin: "https://shop.test" };
  const card = (number: string) =>
    `payment_method_data[type]=card&payment_method_data[card][number]=${number}&payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=34&payment_method_data[card][cvc]=123`;

  test("can be used from any origin, with a preflight request", async () => {
    const response = await fetch(`${shop.url}/v1/payment_intents/pi_1/confirm`, {
      method: "OPTIONS",
      headers: {
        origin: "https://shop.test",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect([response.status, response.headers.get("access-control-allow-headers")]).toEqual([
      204,
      "authorization,content-type",
    ]);
  });

  test("pays with a card number, and gets only fields that browsers may see", async () => {
    const { id, client_secret } = await shop.sdk.paymentIntents.create({
      amount: 700,
      currency: "usd",
      metadata: { a: "b" },
    });
    const path = `/payment_intents/${id}`;
    expect((await shop.ask("GET", path, undefined, publishable)).status).toBe(404);
    const seen = await shop.ask("GET", `${path}?client_secret=${client_secret}`, undefined, publishable);
    expect(seen.headers.get("access-control-allow-origin")).toBe("*");
    expect(seen.body).toMatchObject({ id, status: "requires_payment_method" });
    expect(seen.body).not.toHaveProperty("metadata");
    expect((await shop.ask("POST", `${path}/confirm`, card("4242424242424242"), publishable)).status).toBe(
      404,
    );
    const form = `client_secret=${client_secret}&${card("4242424242424242")}`;
    const paid = await shop.ask("POST", `${path}/confirm`, form, publishable);
    expect(paid.body).toMatchObject({ status: "succeeded", amount: 700 });
    expect(paid.body).not.toHaveProperty("latest_charge");
  });

  test("leaves no whole card number and no security code in the call log", async () => {
    const { id, client_secret } = await shop.sdk.paymentIntents.create({
      amount: 700,
      currency: "usd",
      metadata: { order_id: "discreet" },
    });
    const form = `client_secret=${client_secret}&${card("4111111111111111")}`;
    await shop.ask("POST", `/payment_intents/${id}/confirm`, form, publishable);
    const { body } = await shop.control("GET", "/requests?orderId=discreet&operation=confirm_intent");
    expect(body).toMatchObject([
      { body: { payment_method_data: { card: { number: "****1111", cvc: "***" } } } },
    ]);
  });

  test("gets a challenge for the emulator's script", async () => {
    const { id, client_secret } = await shop.sdk.paymentIntents.create({ amount: 700, currency: "usd" });
    const form = `client_secret=${client_secret}&${card("4000000000003220")}`;
    const { body } = await shop.ask("POST", `/payment_intents/${id}/confirm`, form, publishable);
    expect(body).toMatchObject({ status: "requires_action", next_action: { type: "use_stripe_sdk" } });
  });

  test.each([
    ["4242424242424241", "incorrect_number"],
    ["4111111111111111", "card_declined"],
  ])("gets the error for %s", async (number, code) => {
    const { id, client_secret } = await shop.sdk.paymentIntents.create({ amount: 700, currency: "usd" });
    const form = `client_secret=${client_secret}&${card(number)}`;
    const { status, body } = await shop.ask("POST", `/payment_intents/${id}/confirm`, form, publishable);
    expect([status, body.error?.type, body.error?.code]).toEqual([402, "card_error", code]);
  });

  test("creates a payment method that a server can use, while a server may send no card numbers", async () => {
    const form = card("4242424242424242").replaceAll(/payment_method_data\[(\w+)\]/g, "$1");
    const { body } = await shop.ask("POST", "/payment_methods", form, publishable);
    expect(body).toMatchObject({ object: "payment_method", card: { last4: "4242", brand: "visa" } });
    expect(await shop.paid({ payment_method: body.id })).toMatchObject({
      status: "succeeded",
      payment_method: body.id,
    });
    expect(await shop.sdk.paymentMethods.retrieve(body.id)).toMatchObject({ id: body.id });
    const raw = refusal(
      shop.sdk.paymentMethods.create({
        type: "card",
        card: { number: "4242424242424242", exp_month: 12, exp_year: 34 },
      }),
    );
    expect((await raw).message).toContain("generally unsafe");
  });
});
