import type Sdk from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { days, openStripe, refusal, type StripeShop } from "../testing/stripe-merchant";

let shop: StripeShop;

beforeEach(async () => {
  shop = await openStripe({ standing: true });
  // A Monday.
  await turnTo("2030-03-04T10:00:00Z");
});
afterEach(() => shop.close());

const turnTo = (instant: string) => shop.control("POST", "/clock", { set: instant });
const at = (instant: string) => Date.parse(instant) / 1000;
const payouts = async (wish: Sdk.PayoutListParams = {}) => (await shop.sdk.payouts.list(wish)).data;
const rows = (wish: Sdk.BalanceTransactionListParams) =>
  shop.sdk.balanceTransactions.list(wish).autoPagingToArray({ limit: 1_000 });

/** A payment of 50 dollars; 48.25 are left after the fee. */
const paid = (amount = 5_000) => shop.paid({ amount, capture_method: "automatic" });

async function onlyPayout() {
  const [payout, ...others] = await payouts();
  expect(others).toEqual([]);
  if (!payout) throw new Error("nothing was paid out");
  return payout;
}

describe("the balance is paid out", () => {
  test("at the midnight (UTC) after the money is available, and arrives on the next weekday", async () => {
    const { latest_charge: charge } = await paid();
    await turnTo("2030-03-06T23:59:59Z");
    expect(await payouts()).toEqual([]);
    await turnTo("2030-03-07T00:00:00Z");
    const payout = await onlyPayout();
    expect(payout).toMatchObject({
      id: expect.stringMatching(/^po_/),
      object: "payout",
      amount: 4_825,
      currency: "usd",
      automatic: true,
      created: at("2030-03-07T00:00:00Z"),
      arrival_date: at("2030-03-08T00:00:00Z"),
      status: "pending",
      reconciliation_status: "in_progress",
      type: "bank_account",
    });
    const row = await shop.sdk.balanceTransactions.retrieve(String(payout.balance_transaction), {
      expand: ["source"],
    });
    expect(row).toMatchObject({
      type: "payout",
      reporting_category: "payout",
      amount: -4_825,
      fee: 0,
      fee_details: [],
      net: -4_825,
      status: "available",
      source: { id: payout.id, object: "payout" },
    });

    await turnTo("2030-03-07T00:15:00Z");
    expect(await onlyPayout()).toMatchObject({ status: "in_transit", reconciliation_status: "completed" });
    await turnTo("2030-03-08T00:00:00Z");
    expect(await onlyPayout()).toMatchObject({ status: "paid", trace_id: { status: "supported" } });
    await shop.heardOfPayouts(
      "payout.created",
      "payout.updated",
      "payout.reconciliation_completed",
      "payout.updated",
      "payout.paid",
    );
    expect((await rows({ payout: payout.id })).map(({ source }) => source)).toEqual([payout.id, charge]);
  });

  test("with the payments, refunds and disputes that were available by then", async () => {
    const first = await paid();
    const second = await paid(9_000);
    await shop.sdk.refunds.create({ payment_intent: first.id, amount: 1_000 });
    await shop.control("POST", `/intents/${second.id}/dispute`, { amount: 2_000 });
    await turnTo("2030-03-04T20:00:00Z");
    await paid(700);
    await turnTo("2030-03-05T20:00:00Z");
    const late = await paid(800);
    await turnTo("2030-03-07T00:30:00Z");
    const payout = await onlyPayout();
    const settled = await rows({ payout: payout.id });
    expect(settled.map(({ type }) => type).sort()).toEqual([
      "adjustment",
      "charge",
      "charge",
      "charge",
      "payout",
      "refund",
    ]);
    expect(settled.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    expect(settled.map(({ source }) => source)).not.toContain(late.latest_charge);
    await turnTo("2030-03-08T00:30:00Z");
    expect((await payouts())[0]).toMatchObject({ amount: 800 - 53 });
  });

  test("each day once, also if the clock is turned across many days", async () => {
    await paid();
    await turnTo("2030-03-05T10:00:00Z");
    await paid(6_000);
    await turnTo("2030-04-22T10:00:00Z");
    expect((await payouts()).map(({ amount, created, status }) => [amount, created, status])).toEqual([
      [6_000 - 204, at("2030-03-08T00:00:00Z"), "paid"],
      [4_825, at("2030-03-07T00:00:00Z"), "paid"],
    ]);
  });

  test("a weekend later, if it would arrive on one", async () => {
    await turnTo("2030-03-05T10:00:00Z");
    await paid();
    await turnTo("2030-03-08T00:30:00Z");
    expect(await onlyPayout()).toMatchObject({ arrival_date: at("2030-03-11T00:00:00Z") });
    await turnTo("2030-03-10T12:00:00Z");
    expect(await onlyPayout()).toMatchObject({ status: "in_transit" });
    await turnTo("2030-03-11T00:00:00Z");
    expect(await onlyPayout()).toMatchObject({ status: "paid" });
  });

  test("later, if refunds are more than the payments: what is missing is kept from the next one", async () => {
    const { id } = await paid();
    await turnTo("2030-03-07T00:30:00Z");
    await shop.sdk.refunds.create({ payment_intent: id });
    await turnTo("2030-03-22T00:30:00Z");
    expect(await payouts()).toHaveLength(1);
    await paid(20_000);
    await turnTo("2030-03-27T00:30:00Z");
    const [second, ...others] = await payouts();
    expect(others).toHaveLength(1);
    expect(second?.amount).toBe(20_000 - 610 - 5_000);
    expect((await rows({ payout: second?.id ?? "" })).map(({ amount }) => amount)).toEqual([
      -14_390, 20_000, -5_000,
    ]);
  });

  test("a debit and a payment in won in the settlement currency", async () => {
    await shop.paid({ amount: 62_000, currency: "krw", capture_method: "automatic" });
    const debit = await shop.paid({
      payment_method: "pm_usBankAccount_success",
      automatic_payment_methods: { enabled: true },
      return_url: "https://shop.test/done",
    });
    expect(debit.status).toBe("processing");
    await shop.turnClock(days(10));
    const [won] = (await payouts()).toReversed();
    const [row] = await rows({ payout: won?.id ?? "", type: "charge" });
    expect(row).toMatchObject({ currency: "usd", exchange_rate: 0.000685, net: won?.amount });
  });
});

test("money that is captured a moment later is booked when it was due, not when somebody looks", async () => {
  await shop.paid();
  await turnTo("2030-03-07T00:30:00Z");
  expect(await onlyPayout()).toMatchObject({ amount: 4_825 });
});

test("turning the clock across many days does what each of them would have done", async () => {
  const refunded = await shop.paid({ payment_method: "pm_card_refundFail", capture_method: "automatic" });
  await paid(9_000);
  await shop.sdk.refunds.create({ payment_intent: refunded.id });
  await shop.paid({ payment_method: "pm_card_createDispute", amount: 3_000 });
  await turnTo("2030-04-10T10:00:00Z");
  const found = (await rows({})).filter(({ type }) => type !== "charge").toReversed();
  expect(found.map(({ type, net, created }) => [type, net, created])).toEqual([
    ["refund", -5_000, at("2030-03-04T10:00:00Z")],
    ["adjustment", -4_500, at("2030-03-04T10:00:00Z")],
    ["refund_failure", 5_000, at("2030-03-05T10:00:00Z")],
    ["payout", -(4_825 + 8_709 + 2_883 - 5_000 - 4_500), at("2030-03-07T00:00:00Z")],
    ["payout", -5_000, at("2030-03-08T00:00:00Z")],
  ]);
  const told = await shop.sdk.events.list({ types: ["refund.failed", "charge.dispute.closed"] });
  expect(told.data.map(({ type, created }) => [type, created])).toEqual([
    ["charge.dispute.closed", at("2030-03-20T10:00:00Z")],
    ["refund.failed", at("2030-03-05T10:00:00Z")],
  ]);
});

describe("the lists", () => {
  beforeEach(async () => {
    await paid();
    await turnTo("2030-03-05T10:00:00Z");
    await paid(6_000);
    await turnTo("2030-03-08T00:10:00Z");
  });

  test("of payouts can be filtered by day of arrival, creation and status", async () => {
    const found = async (wish: Sdk.PayoutListParams) => (await payouts(wish)).map(({ amount }) => amount);
    expect(await found({ arrival_date: at("2030-03-08T00:00:00Z") })).toEqual([4_825]);
    expect(await found({ arrival_date: { gt: at("2030-03-08T00:00:00Z") } })).toEqual([5_796]);
    expect(await found({ created: { lte: at("2030-03-07T00:00:00Z") } })).toEqual([4_825]);
    const both = {
      created: { gte: at("2030-03-03T00:00:00Z") },
      arrival_date: { lt: at("2030-03-11T00:00:00Z") },
    };
    expect(await found(both)).toEqual([4_825]);
    expect(await found({ status: "pending" })).toEqual([5_796]);
    expect(await found({ status: "paid" })).toEqual([4_825]);
    expect(await found({ status: "failed" })).toEqual([]);
  });

  test("of balance transactions has a payout's rows once it is reconciled", async () => {
    const [second, first] = await payouts();
    expect((await rows({ payout: first?.id ?? "" })).map(({ type }) => type)).toEqual(["payout", "charge"]);
    expect(await rows({ payout: second?.id ?? "" })).toEqual([]);
    await turnTo("2030-03-08T00:15:00Z");
    expect(await rows({ payout: second?.id ?? "" })).toHaveLength(2);
    expect(await rows({ payout: second?.id ?? "", type: "payout" })).toHaveLength(1);
    expect((await rows({ type: "payout" })).map(({ net }) => net)).toEqual([-5_796, -4_825]);
    expect((await rows({ source: first?.id ?? "" })).map(({ net }) => net)).toEqual([-4_825]);
  });

  test("refuse what does not exist", async () => {
    expect(await refusal(shop.sdk.payouts.retrieve("po_nothing"))).toMatchObject({
      status: 404,
      code: "resource_missing",
      param: "payout",
      message: "No such payout: 'po_nothing'",
    });
    expect(await refusal(rows({ payout: "po_nothing" }))).toMatchObject({ status: 404, param: "payout" });
    expect(await refusal(payouts({ status: "lost" }))).toMatchObject({ status: 400, param: "status" });
    const unknown = await shop.ask("GET", "/payouts?color=blue");
    expect([unknown.status, unknown.body.error?.code]).toEqual([400, "parameter_unknown"]);
    const odd = await shop.ask("GET", "/payouts?arrival_date[gte]=soon");
    expect([odd.status, odd.body.error?.param]).toEqual([400, "arrival_date[gte]"]);
  });

  test("can be expanded", async () => {
    const expanded = await payouts({ expand: ["data.balance_transaction"], limit: 1 });
    expect(expanded).toMatchObject([{ balance_transaction: { type: "payout", net: -5_796 } }]);
  });
});

test("an event about a payout can be sent by hand", async () => {
  await paid();
  await turnTo("2030-03-07T00:30:00Z");
  const { id } = await onlyPayout();
  const event = await shop.control<{ status: number | null }[]>("POST", "/webhooks/send", {
    type: "payout.paid",
    id,
  });
  expect(event.body.map(({ status }) => status)).toEqual([200]);
  expect(
    (await shop.control("POST", "/webhooks/send", { type: "payout.paid", id: "po_nothing" })).status,
  ).toBe(404);
});
