import fc from "fast-check";
import type Sdk from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { days, openStripe, refusal, type StripeShop } from "../testing/stripe-merchant";

let shop: StripeShop;
let refunds: StripeShop["sdk"]["refunds"];

beforeAll(async () => {
  shop = await openStripe();
  refunds = shop.sdk.refunds;
});
afterAll(() => shop.close());

const chargeOf = (intent: Sdk.PaymentIntent) => shop.sdk.charges.retrieve(String(intent.latest_charge));

describe("a refund", () => {
  test("can be made in parts, and does not return the fee", async () => {
    const intent = await shop.paid({ amount: 2_500 });
    const first = await refunds.create({
      payment_intent: intent.id,
      amount: 1_000,
      reason: "requested_by_customer",
      metadata: { refund_id: "r1" },
      expand: ["balance_transaction"],
    });
    expect(first).toMatchObject({
      object: "refund",
      status: "succeeded",
      amount: 1_000,
      charge: intent.latest_charge,
      payment_intent: intent.id,
      metadata: { refund_id: "r1" },
      balance_transaction: { type: "refund", amount: -1_000, fee: 0, net: -1_000, fee_details: [] },
      destination_details: { type: "card", card: { reference_status: "pending" } },
    });
    expect(first).not.toHaveProperty("failure_reason");
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 1_000, refunded: false });
    await refunds.create({ charge: String(intent.latest_charge) });
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 2_500, refunded: true });
    expect(await shop.sdk.paymentIntents.retrieve(intent.id)).toMatchObject({ status: "succeeded" });
    await shop.turnClock(1);
    expect(await refunds.retrieve(first.id)).toMatchObject({
      destination_details: { card: { reference: expect.any(String), reference_status: "available" } },
    });
  });

  test("is listed by payment and by charge, newest first, and inside the charge", async () => {
    const intent = await shop.paid();
    const made = [];
    for (const amount of [100, 200, 300]) {
      made.unshift((await refunds.create({ payment_intent: intent.id, amount })).id);
    }
    const charge = String(intent.latest_charge);
    expect((await refunds.list({ payment_intent: intent.id })).data.map(({ id }) => id)).toEqual(made);
    expect((await refunds.list({ charge, limit: 1 })).data.map(({ id }) => id)).toEqual(made.slice(0, 1));
    const whole = await shop.sdk.paymentIntents.retrieve(intent.id, { expand: ["latest_charge.refunds"] });
    expect(whole).toMatchObject({
      latest_charge: { refunds: { data: [{ amount: 300 }, { amount: 200 }, { amount: 100 }] } },
    });
  });

  test("is one of at most ten inside the charge", async () => {
    const intent = await shop.paid();
    for (let amount = 1; amount <= 11; amount++) await refunds.create({ payment_intent: intent.id, amount });
    const expand = ["latest_charge.refunds"];
    const { latest_charge: charge } = await shop.sdk.paymentIntents.retrieve(intent.id, { expand });
    const shown = Object(charge).refunds;
    expect([shown.has_more, shown.data.length, shown.data[0].amount]).toEqual([true, 10, 11]);
    const all = await refunds.list({ payment_intent: intent.id, limit: 4 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ amount }) => amount)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test("can be updated in its metadata only, and cannot be canceled", async () => {
    const { id: payment_intent } = await shop.paid();
    const { id } = await refunds.create({ payment_intent });
    expect(await refunds.update(id, { metadata: { seen: "yes" } })).toMatchObject({
      metadata: { seen: "yes" },
    });
    expect((await refusal(refunds.cancel(id))).message).toBe("Canceling this refund is unsupported.");
  });

  test("made in the dashboard has no metadata", async () => {
    const intent = await shop.paid({ amount: 2_000, metadata: { order_id: "dashboard" } });
    const { body } = await shop.control<Sdk.Refund>("POST", `/intents/${intent.id}/refund`, { amount: 700 });
    expect(body).toMatchObject({ amount: 700, metadata: {}, status: "succeeded" });
    expect((await refunds.list({ payment_intent: intent.id })).data[0]?.id).toBe(body.id);
    const seen = await shop.control<Sdk.PaymentIntent[]>("GET", "/intents?orderId=dashboard");
    expect(seen.body).toMatchObject([
      { id: intent.id, latest_charge: { refunds: { data: [{ amount: 700 }] } } },
    ]);
  });
});

describe("a refund is refused", () => {
  test.each([
    [
      "more than was paid",
      { amount: 3_000 },
      undefined,
      "Refund amount ($30.00) is greater than unrefunded amount on charge ($25.00)",
    ],
    [
      "an amount of zero",
      { amount: 0 },
      "parameter_invalid_integer",
      "This value must be greater than or equal to 1.",
    ],
  ])("for %s", async (_, wish, code, message) => {
    const { id: payment_intent } = await shop.paid({ amount: 2_500 });
    const refused = await refusal(refunds.create({ payment_intent, ...wish }));
    expect(refused).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      code,
      param: "amount",
      message,
    });
  });

  test("when everything is refunded", async () => {
    const intent = await shop.paid();
    await refunds.create({ payment_intent: intent.id });
    expect(await refusal(refunds.create({ payment_intent: intent.id }))).toMatchObject({
      status: 400,
      code: "charge_already_refunded",
      message: `Charge ${intent.latest_charge} has already been refunded.`,
    });
  });

  test("without a payment, or for an unknown one", async () => {
    expect((await refusal(refunds.create())).message).toBe(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
    expect(await refusal(refunds.create({ charge: "ch_nothing" }))).toMatchObject({
      status: 404,
      param: "id",
    });
    expect(await refusal(refunds.retrieve("re_nothing"))).toMatchObject({
      message: "No such refund: 're_nothing'",
    });
  });

  test("for a payment that is unpaid or only authorized", async () => {
    const { id } = await shop.sdk.paymentIntents.create({ amount: 500, currency: "usd" });
    expect((await refusal(refunds.create({ payment_intent: id }))).message).toBe(
      `This PaymentIntent (${id}) does not have a successful charge to refund.`,
    );
    const held = await shop.paid({ capture_method: "manual" });
    expect((await refusal(refunds.create({ payment_intent: held.id }))).message).toContain(
      "You must cancel the PaymentIntent",
    );
  });
});

describe("a refund that takes time", () => {
  test("succeeds after a day, or by a control route", async () => {
    for (const wait of [
      () => shop.turnClock(days(1)),
      async (id: string) => void (await shop.control("POST", `/refunds/${id}/succeed`)),
    ]) {
      const intent = await shop.paid({ payment_method: "pm_card_pendingRefund" });
      const { id, status } = await refunds.create({ payment_intent: intent.id });
      expect(status).toBe("pending");
      await wait(id);
      expect(await refunds.retrieve(id)).toMatchObject({ status: "succeeded" });
    }
  });

  test("can succeed and fail later; the amount can then be refunded again", async () => {
    for (const wait of [
      () => shop.turnClock(days(1)),
      async (id: string) => void (await shop.control("POST", `/refunds/${id}/fail`)),
    ]) {
      const intent = await shop.paid({ payment_method: "pm_card_refundFail", amount: 2_000 });
      const { id, status } = await refunds.create({ payment_intent: intent.id, amount: 800 });
      expect(status).toBe("succeeded");
      await wait(id);
      const failed = await refunds.retrieve(id, { expand: ["failure_balance_transaction"] });
      expect(failed).toMatchObject({
        status: "failed",
        failure_reason: "lost_or_stolen_card",
        failure_balance_transaction: { type: "refund_failure", amount: 800 },
      });
      expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 0, refunded: false });
      expect(await refunds.create({ payment_intent: intent.id })).toMatchObject({ amount: 2_000 });
    }
  });
});

describe("after any payments and refunds", () => {
  const currencies = [
    ["usd", 50],
    ["krw", 730],
    ["jpy", 50],
    ["eur", 50],
  ] as const;

  test("no more is refunded than was captured, and balance transactions add up", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...currencies),
        fc.integer({ min: 0, max: 500_000 }),
        fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 4 }),
        async ([currency, least], more, parts) => {
          const intent = await shop.paid({ amount: least + more, currency, capture_method: "automatic" });
          for (const amount of parts)
            await refunds.create({ payment_intent: intent.id, amount }).catch(() => {});
          const charge = await shop.sdk.charges.retrieve(String(intent.latest_charge), {
            expand: ["refunds"],
          });
          const given = charge.refunds?.data.reduce((sum, { amount }) => sum + amount, 0);
          expect(charge.amount_refunded).toBe(given);
          expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount_captured);
          await refunds.create({ payment_intent: intent.id }).catch(() => {});
          const sources = [
            charge.id,
            ...(await refunds.list({ charge: charge.id })).data.map(({ id }) => id),
          ];
          const rows = [];
          for (const source of sources)
            rows.push(...(await shop.sdk.balanceTransactions.list({ source })).data);
          expect(rows).toHaveLength(sources.length);
          for (const { net, amount, fee, currency } of rows) {
            expect([net, currency]).toEqual([amount - fee, "usd"]);
          }
          expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });
});
