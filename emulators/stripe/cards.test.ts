import type Sdk from "stripe";
import { afterAll, describe, expect, test } from "vitest";
import { openStripe, refusal } from "../testing/stripe-merchant";
import { testCards } from "./methods/test-cards";

const shop = await openStripe();
const intents = shop.sdk.paymentIntents;
afterAll(() => shop.close());

const waiting = (wish: Partial<Sdk.PaymentIntentCreateParams> = {}) =>
  intents.create({ amount: 2_000, currency: "usd", ...wish });
const returning = { return_url: "https://shop.test/back" };

describe("a card", () => {
  const declines = testCards.flatMap(({ ids, decline, challenge }) =>
    decline && !challenge ? ids.map((id) => [id, decline.code, decline.declineCode] as const) : [],
  );

  test.each(declines)("%s is declined: %s, %s", async (card, code, declineCode) => {
    const intent = await waiting();
    const refused = await refusal(intents.confirm(intent.id, { ...returning, payment_method: card }));
    const after = await intents.retrieve(intent.id);
    expect(refused).toMatchObject({
      status: 402,
      type: "card_error",
      class: "StripeCardError",
      code,
      // The SDK uses an empty string for none.
      declineCode: declineCode ?? "",
      raw: {
        charge: after.latest_charge,
        payment_intent: { id: intent.id, status: "requires_payment_method" },
        payment_method: { type: "card" },
      },
    });
    expect(after).toMatchObject({
      payment_method: null,
      last_payment_error: {
        code,
        ...(declineCode !== null && { decline_code: declineCode }),
        payment_method_type: "card",
        type: "card_error",
      },
    });
    expect(await shop.sdk.charges.retrieve(String(after.latest_charge))).toMatchObject({
      status: "failed",
      paid: false,
      failure_code: code,
      outcome: { type: "issuer_declined" },
    });
  });

  test.each(testCards.flatMap(({ ids, decline, challenge }) => (decline || challenge ? [] : [...ids])))(
    "%s pays",
    async (card) => {
      expect(await shop.paid({ payment_method: card })).toMatchObject({ status: "succeeded" });
    },
  );
});

describe("a challenge", () => {
  const challenged = (card: string) => shop.paid({ payment_method: card, ...returning });
  const answer = (id: string, answer: string) =>
    shop.control<Sdk.PaymentIntent>("POST", `/intents/${id}/challenge`, { answer });

  test("redirects and returns, and the payment succeeds", async () => {
    const intent = await challenged("pm_card_threeDSecure2Required");
    expect(intent).toMatchObject({
      status: "requires_action",
      latest_charge: null,
      next_action: {
        type: "redirect_to_url",
        redirect_to_url: { return_url: returning.return_url, url: `${shop.url}/challenge/${intent.id}` },
      },
    });
    expect((await answer(intent.id, "complete")).body).toMatchObject({
      status: "succeeded",
      next_action: null,
    });
    const paid = await intents.retrieve(intent.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({
      latest_charge: { payment_method_details: { card: { three_d_secure: { result: "authenticated" } } } },
    });
    expect((await answer(intent.id, "complete")).status).toBe(400);
  });

  test("that fails creates no charge, and another card can be tried", async () => {
    const intent = await challenged("pm_card_authenticationRequired");
    await answer(intent.id, "fail");
    expect(await intents.retrieve(intent.id)).toMatchObject({
      status: "requires_payment_method",
      latest_charge: null,
      last_payment_error: { code: "payment_intent_authentication_failure" },
    });
    const paid = await intents.confirm(intent.id, { payment_method: "pm_card_visa", ...returning });
    expect(paid).toMatchObject({ status: "succeeded", last_payment_error: null });
  });

  test("that is passed can still be followed by a decline", async () => {
    const intent = await challenged("pm_card_threeDSecureRequiredChargeDeclined");
    expect((await answer(intent.id, "complete")).body).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined", decline_code: "generic_decline" },
    });
  });

  test("fails for an off-session payment", async () => {
    const refused = await refusal(
      shop.paid({ payment_method: "pm_card_authenticationRequired", off_session: true }),
    );
    expect(refused).toMatchObject({ status: 402, code: "authentication_required", class: "StripeCardError" });
  });
});

describe("a PaymentMethod that paid", () => {
  test("cannot be used again, at confirm or at create", async () => {
    const used = await shop.sdk.paymentMethods.retrieve("pm_card_visa");
    const first = await waiting({ payment_method: used.id });
    expect((await intents.confirm(first.id, returning)).status).toBe("succeeded");

    const second = await waiting();
    const told = { status: 400, type: "invalid_request_error", code: undefined };
    for (const again of [
      intents.confirm(second.id, { ...returning, payment_method: used.id }),
      waiting({ payment_method: used.id }),
    ]) {
      const refused = await refusal(again);
      expect(refused).toMatchObject(told);
      expect(refused.message).toContain("was previously used with a PaymentIntent");
    }
    const paid = await intents.confirm(second.id, { ...returning, payment_method: "pm_card_visa" });
    expect(paid.status).toBe("succeeded");
  });
});

test.each([
  ["pm_card_chargeDeclinedExpiredCard", { code: "expired_card", param: "exp_month" }],
  ["pm_card_chargeDeclinedIncorrectCvc", { code: "incorrect_cvc", param: "cvc" }],
  ["pm_card_chargeDeclinedProcessingError", { code: "processing_error", decline_code: "generic_decline" }],
])("%s is declined in Stripe's format", async (card, shape) => {
  const intent = await waiting();
  const { raw } = await refusal(intents.confirm(intent.id, { ...returning, payment_method: card }));
  expect(raw).toMatchObject(shape);
  if (!("decline_code" in shape)) expect(raw).toMatchObject({ decline_code: "" });
});
