import type Sdk from "stripe";
import { afterAll, describe, expect, test } from "vitest";
import { days, openStripe, refusal } from "../testing/stripe-merchant";

const shop = await openStripe({ standing: true });
const intents = shop.sdk.paymentIntents;
afterAll(() => shop.close());

const waiting = (wish: Partial<Sdk.PaymentIntentCreateParams> = {}) =>
  intents.create({ amount: 2_000, currency: "usd", ...wish });
const returning = { return_url: "https://shop.test/back" };

describe("a payment", () => {
  test("waits for a payment method, then for its confirmation, then succeeds", async () => {
    const intent = await waiting({ metadata: { order_id: "order-1" }, description: "Order 1" });
    expect(intent).toMatchObject({
      object: "payment_intent",
      status: "requires_payment_method",
      amount: 2_000,
      amount_received: 0,
      capture_method: "automatic_async",
      latest_charge: null,
      client_secret: expect.stringMatching(new RegExp(`^${intent.id}_secret_`)),
    });
    const chosen = await intents.update(intent.id, { payment_method: "pm_card_mastercard" });
    expect(chosen).toMatchObject({
      status: "requires_confirmation",
      payment_method: expect.stringMatching(/^pm_1/),
    });
    const paid = await intents.confirm(intent.id, returning);
    expect(paid).toMatchObject({
      status: "succeeded",
      amount_received: 2_000,
      payment_method: chosen.payment_method,
    });
    const stem = intent.id.slice("pi_".length).slice(0, 16);
    expect(paid.latest_charge).toMatch(new RegExp(`^ch_${stem}`));
    expect(await refusal(intents.confirm(intent.id, returning))).toMatchObject({
      status: 400,
      code: "payment_intent_unexpected_state",
      raw: { payment_intent: { id: intent.id, status: "succeeded" } },
    });
  });

  test("has its fee a moment later, or at once with `capture_method: automatic`", async () => {
    const later = await shop.paid();
    const charge = await shop.sdk.charges.retrieve(String(later.latest_charge));
    expect(charge).toMatchObject({ paid: true, balance_transaction: null });
    await shop.turnClock(1);
    expect((await shop.sdk.charges.retrieve(charge.id)).balance_transaction).toMatch(/^txn_3/);
    const atOnce = await shop.paid({ capture_method: "automatic", expand: ["latest_charge"] });
    expect(atOnce).toMatchObject({ latest_charge: { balance_transaction: expect.stringMatching(/^txn_3/) } });
  });

  test("needs a return_url while its methods may redirect", async () => {
    const created = refusal(waiting({ confirm: true, payment_method: "pm_card_visa" }));
    expect((await created).message).toContain("you must provide a `return_url`");
    const intent = await waiting({ payment_method: "pm_card_visa" });
    expect((await refusal(intents.confirm(intent.id))).message).toContain("you must provide a `return_url`");
    const onlyCards = await waiting({
      allowed_payment_method_types: ["card"],
      payment_method: "pm_card_visa",
    });
    expect(await intents.confirm(onlyCards.id)).toMatchObject({ status: "succeeded" });
  });

  test("needs a payment method", async () => {
    const { id } = await waiting();
    expect((await refusal(intents.confirm(id, returning))).message).toContain(
      "it's missing a payment method",
    );
    const unknown = refusal(intents.confirm(id, { ...returning, payment_method: "pm_nobody" }));
    expect(await unknown).toMatchObject({ status: 404, message: "No such PaymentMethod: 'pm_nobody'" });
  });

  test("can be updated until it is paid, and then only in descriptive fields", async () => {
    const intent = await waiting({ metadata: { a: "1", b: "2" } });
    const changed = await intents.update(intent.id, { amount: 3_000, metadata: { a: "", c: "3" } });
    expect(changed).toMatchObject({ amount: 3_000, metadata: { b: "2", c: "3" } });
    expect(await refusal(intents.update(intent.id, { amount: 10 }))).toMatchObject({
      code: "amount_too_small",
    });
    const paid = await shop.paid();
    expect(await intents.update(paid.id, { description: "late" })).toMatchObject({ description: "late" });
    expect(await refusal(intents.update(paid.id, { amount: 1_000 }))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
  });

  test("can be canceled once while it waits", async () => {
    const { id } = await waiting();
    expect(await intents.cancel(id, { cancellation_reason: "abandoned" })).toMatchObject({
      status: "canceled",
      cancellation_reason: "abandoned",
      canceled_at: expect.any(Number),
    });
    expect(await refusal(intents.cancel(id))).toMatchObject({ code: "payment_intent_unexpected_state" });
    const paid = await shop.paid();
    const { message } = await refusal(intents.cancel(paid.id));
    expect(message).toContain("You cannot cancel this PaymentIntent because it has a status of succeeded.");
  });
});

describe("an authorized payment", () => {
  const hold = () => shop.paid({ capture_method: "manual", amount: 5_000 });

  test("can be captured in full", async () => {
    const held = await hold();
    expect(held).toMatchObject({ status: "requires_capture", amount_capturable: 5_000, amount_received: 0 });
    const charge = await shop.sdk.charges.retrieve(String(held.latest_charge));
    expect(charge).toMatchObject({ captured: false, amount_captured: 0 });
    expect(Number(charge.payment_method_details?.card?.capture_before) - charge.created).toBe(7 * 86_400);
    const captured = await intents.capture(held.id);
    expect(captured).toMatchObject({ status: "succeeded", amount_received: 5_000, amount_capturable: 0 });
    const { message } = await refusal(intents.capture(held.id));
    expect(message).toContain("the remainder of the authorized amount has been released");
  });

  test("can be captured in part, and the rest is released", async () => {
    const held = await hold();
    expect(await refusal(intents.capture(held.id, { amount_to_capture: 5_001 }))).toMatchObject({
      code: "amount_too_large",
    });
    await intents.capture(held.id, { amount_to_capture: 1_200 });
    await shop.turnClock(1);
    const charge = await shop.sdk.charges.retrieve(String(held.latest_charge), {
      expand: ["balance_transaction"],
    });
    expect(charge).toMatchObject({
      amount: 5_000,
      amount_captured: 1_200,
      amount_refunded: 0,
      balance_transaction: { amount: 1_200, fee: 65 },
    });
  });

  test("can be canceled by the shop", async () => {
    const held = await hold();
    expect(await intents.cancel(held.id)).toMatchObject({ status: "canceled", amount_capturable: 0 });
    const { message } = await refusal(intents.capture(held.id));
    expect(message).toContain("because it has a status of canceled");
  });

  test("is made for cards alone, if the shop wants that, while a bank debit is charged", async () => {
    const cardsHeld = { payment_method_options: { card: { capture_method: "manual" } } } as const;
    const card = await shop.paid(cardsHeld);
    expect(card).toMatchObject({ status: "requires_capture", amount_capturable: 5_000 });
    await intents.capture(card.id, { amount_to_capture: 2_000 });
    expect((await refusal(intents.capture(card.id))).message).toContain("has been released");
    const session = await shop.checkout(cardsHeld);
    await shop.pay(session.id, { method: "bank_debit" });
    await shop.turnClock(days(4));
    const debited = await shop.sdk.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(debited).toMatchObject({
      payment_status: "paid",
      payment_intent: { status: "succeeded", amount_received: 5_000, amount_capturable: 0 },
    });
  });

  test("is released after seven days", async () => {
    const held = await hold();
    await shop.turnClock(days(7) - 5);
    expect(await intents.retrieve(held.id)).toMatchObject({ status: "requires_capture" });
    await shop.turnClock(5);
    expect(await intents.retrieve(held.id)).toMatchObject({
      status: "canceled",
      cancellation_reason: "automatic",
    });
  });
});

describe("a bank debit", () => {
  const debit = (account: string) =>
    shop.paid({
      payment_method: `pm_usBankAccount_${account}`,
      automatic_payment_methods: { enabled: true },
      ...returning,
    });

  test.each([
    ["success", "succeeded", null],
    ["insufficientFunds", "requires_payment_method", "insufficient_funds"],
    ["processing", "processing", null],
  ])("of the account %s is %s after four days", async (account, status, reason) => {
    const processing = await debit(account);
    expect(processing).toMatchObject({ status: "processing", amount_received: 0 });
    expect(await refusal(intents.cancel(processing.id))).toMatchObject({ status: 400 });
    await shop.turnClock(days(4));
    const ended = await intents.retrieve(processing.id);
    expect([ended.status, ended.last_payment_error?.decline_code ?? null]).toEqual([status, reason]);
  });
});

describe("control routes", () => {
  test("pay a form, capture and cancel", async () => {
    const { id } = await waiting({ capture_method: "manual" });
    const declined = await shop.control("POST", `/intents/${id}/pay`, { card: "4000000000000002" });
    expect(declined.body).toMatchObject({ is: "declined", code: "card_declined" });
    const held = await shop.control("POST", `/intents/${id}/pay`);
    expect(held.body).toEqual({ is: "complete", status: "requires_capture" });
    const captured = await shop.control("POST", `/intents/${id}/capture`, { amount: 1_500 });
    expect(captured.body).toMatchObject({ status: "succeeded", amount_received: 1_500 });
    expect((await shop.control("POST", `/intents/${id}/cancel`)).status).toBe(400);
    const other = await waiting();
    const challenged = await shop.control("POST", `/intents/${other.id}/pay`, { card: "4000000000003220" });
    expect(challenged.body).toEqual({ is: "challenge", intentId: other.id });
    expect((await shop.control("POST", `/intents/${other.id}/cancel`)).body).toMatchObject({
      status: "canceled",
    });
  });

  test.each([
    ["/sessions/cs_test_nothing/pay", {}, 404],
    ["/sessions/cs_test_nothing/expire", {}, 404],
    ["/intents/pi_nothing/refund", {}, 404],
    ["/intents/pi_nothing/pay", { color: "red" }, 400],
    ["/intents/pi_nothing/challenge", { answer: "perhaps" }, 400],
    ["/refunds/re_nothing/succeed", {}, 404],
  ])("%s with %j is refused", async (path, body, status) => {
    expect((await shop.control("POST", path, body)).status).toBe(status);
  });
});

test("an unknown payment is refused with 404", async () => {
  expect(await refusal(intents.retrieve("pi_nothing"))).toMatchObject({
    status: 404,
    code: "resource_missing",
    param: "intent",
    message: "No such payment_intent: 'pi_nothing'",
  });
});
