import type Sdk from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { days, eventually, openStripe, refusal, type StripeShop } from "../testing/stripe-merchant";

let shop: StripeShop;
let disputes: StripeShop["sdk"]["disputes"];

beforeAll(async () => {
  shop = await openStripe();
  disputes = shop.sdk.disputes;
});
afterAll(() => shop.close());

const chargeOf = (intent: Sdk.PaymentIntent) => shop.sdk.charges.retrieve(String(intent.latest_charge));
/** The event types received for one dispute, in the order they arrived. */
const told = ({ id }: Sdk.Dispute) =>
  shop
    .events()
    .filter(({ data }) => "id" in data.object && data.object.id === id)
    .map(({ type }) => type);

/** The cardholder disputes a paid charge. */
async function disputed(
  wish: Record<string, unknown> = {},
  paid: Partial<Sdk.PaymentIntentCreateParams> = {},
) {
  const intent = await shop.paid({ amount: 2_500, capture_method: "automatic", ...paid });
  const { status, body } = await shop.control<Sdk.Dispute>("POST", `/intents/${intent.id}/dispute`, wish);
  expect(status).toBe(200);
  return { intent, dispute: body };
}

const end = async ({ id }: Sdk.Dispute, how: "win" | "lose" | "escalate") =>
  (await shop.control<Sdk.Dispute>("POST", `/disputes/${id}/${how}`)).body;

describe("a dispute", () => {
  test("by the test card withdraws the money and a fee once the charge is booked", async () => {
    const intent = await shop.paid({ amount: 2_500, payment_method: "pm_card_createDispute" });
    await shop.turnClock(1);
    const { data } = await disputes.list({ payment_intent: intent.id });
    expect(data).toMatchObject([
      {
        object: "dispute",
        amount: 2_500,
        currency: "usd",
        charge: intent.latest_charge,
        payment_intent: intent.id,
        reason: "fraudulent",
        status: "needs_response",
        is_charge_refundable: false,
        balance_transactions: [
          {
            type: "adjustment",
            reporting_category: "dispute",
            amount: -2_500,
            fee: 1_500,
            net: -4_000,
            fee_details: [{ description: "Dispute fee", type: "stripe_fee" }],
          },
        ],
      },
    ]);
    const [dispute] = data;
    if (!dispute) throw new Error("no dispute");
    expect(await chargeOf(intent)).toMatchObject({ disputed: true, amount_refunded: 0 });
    await expect
      .poll(() => told(dispute), eventually)
      .toEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"]);
  });

  test("can be retrieved, with its charge and payment expanded", async () => {
    const { intent, dispute } = await disputed({ amount: 700, reason: "product_not_received" });
    const found = await disputes.retrieve(dispute.id, { expand: ["charge", "payment_intent"] });
    expect(found).toMatchObject({
      amount: 700,
      reason: "product_not_received",
      charge: { id: intent.latest_charge },
      payment_intent: { id: intent.id },
    });
    expect(found.evidence_details.due_by).toBeGreaterThan(found.created);
    expect((await refusal(disputes.retrieve("du_none"))).code).toBe("resource_missing");
  });

  test("that the shop wins returns the money without the fee, and the charge can be refunded", async () => {
    const { intent, dispute } = await disputed();
    expect(await end(dispute, "win")).toMatchObject({
      status: "won",
      is_charge_refundable: true,
      balance_transactions: [
        { amount: -2_500, fee: 1_500 },
        { amount: 2_500, fee: 0, reporting_category: "dispute_reversal" },
      ],
    });
    await expect
      .poll(() => told(dispute), eventually)
      .toEqual([
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
        "charge.dispute.funds_reinstated",
      ]);
    expect(await chargeOf(intent)).toMatchObject({ disputed: true });
    expect(await shop.sdk.refunds.create({ payment_intent: intent.id })).toMatchObject({
      status: "succeeded",
    });
  });

  test.each(["the bank says so", "the shop gives in", "nobody answers in time"])(
    "and wins, because %s: the money stays away, and cannot be given back as well",
    async (why) => {
      const { intent, dispute } = await disputed();
      if (why === "the bank says so") await end(dispute, "lose");
      else if (why === "the shop gives in") await disputes.close(dispute.id);
      else await shop.turnClock(days(16));
      expect(await disputes.retrieve(dispute.id)).toMatchObject({
        status: "lost",
        balance_transactions: [{ amount: -2_500 }],
      });
      expect(await refusal(shop.sdk.refunds.create({ payment_intent: intent.id }))).toMatchObject({
        status: 400,
        type: "invalid_request_error",
        code: "charge_disputed",
        message: `Charge ${intent.latest_charge} has been charged back; cannot issue a refund.`,
      });
      expect((await refusal(disputes.close(dispute.id))).message).toContain("has a status of lost");
    },
  );

  test("blocks refunds while the bank decides", async () => {
    const { intent } = await disputed({ amount: 100 });
    expect(await refusal(shop.sdk.refunds.create({ payment_intent: intent.id, amount: 1 }))).toMatchObject({
      code: "charge_disputed",
    });
  });

  test("as an inquiry withdraws nothing and allows refunds", async () => {
    const { intent, dispute } = await disputed({ inquiry: true });
    expect(dispute).toMatchObject({
      status: "warning_needs_response",
      is_charge_refundable: true,
      balance_transactions: [],
    });
    expect(await shop.sdk.refunds.create({ payment_intent: intent.id, amount: 500 })).toMatchObject({
      status: "succeeded",
    });
    expect(await end(dispute, "win")).toMatchObject({ status: "warning_closed", balance_transactions: [] });
    await expect
      .poll(() => told(dispute), eventually)
      .toEqual(["charge.dispute.created", "charge.dispute.closed"]);
  });

  test("can follow an inquiry", async () => {
    const intent = await shop.paid({ payment_method: "pm_card_createDisputeInquiry" });
    await shop.turnClock(1);
    const [inquiry] = (await disputes.list({ payment_intent: intent.id })).data;
    if (!inquiry) throw new Error("no inquiry");
    expect(await end(inquiry, "escalate")).toMatchObject({
      status: "needs_response",
      balance_transactions: [{ amount: -5_000 }],
    });
    await expect
      .poll(() => told(inquiry), eventually)
      .toEqual(["charge.dispute.created", "charge.dispute.updated", "charge.dispute.funds_withdrawn"]);
  });
});

test("an unpaid or already disputed charge cannot be disputed", async () => {
  const { intent } = await disputed();
  const again = await shop.control("POST", `/intents/${intent.id}/dispute`, {});
  expect(again).toMatchObject({ status: 400, body: { error: { message: /is disputed already/ } } });
  const held = await shop.paid({ capture_method: "manual" });
  expect((await shop.control("POST", `/intents/${held.id}/dispute`, {})).status).toBe(400);
});

test("a dispute in won withdraws and reinstates the same amount in cents", async () => {
  const { dispute } = await disputed({}, { amount: 29_000, currency: "krw" });
  const won = await end(dispute, "win");
  expect(won).toMatchObject({ amount: 29_000, currency: "krw" });
  expect(won.balance_transactions.map(({ currency }) => currency)).toEqual(["usd", "usd"]);
  expect(won.balance_transactions.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
});
