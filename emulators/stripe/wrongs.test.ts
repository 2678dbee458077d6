import type Sdk from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStripe, type StripeShop } from "../testing/stripe-merchant";

let shop: StripeShop;

beforeEach(async () => {
  shop = await openStripe({ standing: true });
  // A Monday.
  await turnTo("2030-03-04T10:00:00Z");
});
afterEach(() => shop.close());

const turnTo = (instant: string) => shop.control("POST", "/clock", { set: instant });
const rows = async (wish: Sdk.BalanceTransactionListParams = {}) =>
  shop.sdk.balanceTransactions.list(wish).autoPagingToArray({ limit: 1_000 });
const wrong = (kind: string, target: string, more = {}) =>
  shop.control<{ id: string }>("POST", "/wrongs", { kind, target, ...more });
const sums = async (query = "") => (await shop.control<object[]>("GET", `/sums${query}`)).body;

/** Pays 50 dollars and returns the balance transaction, of which 48.25 are left after the fee. */
async function paid(): Promise<string> {
  const { latest_charge: charge } = await shop.paid({
    capture_method: "automatic",
    expand: ["latest_charge"],
  });
  return String(Object(charge).balance_transaction);
}

describe("a row of the balance", () => {
  test("can be missing, doubled, late, or have another amount or fee", async () => {
    const row = await paid();
    const listed = async () => (await rows()).map(({ amount, fee, net }) => [amount, fee, net]);
    const tried = async (kind: string, more = {}) => {
      const { body } = await wrong(kind, row, more);
      const seen = await listed();
      await shop.control("DELETE", `/wrongs/${body.id}`);
      return seen;
    };
    expect(await tried("hide_transaction")).toEqual([]);
    expect(await tried("double_transaction")).toEqual(Array(2).fill([5_000, 175, 4_825]));
    expect(await tried("wrong_amount", { by: -500 })).toEqual([[4_500, 175, 4_325]]);
    expect(await tried("wrong_fee")).toEqual([[5_000, 275, 4_725]]);
    expect(await tried("late_transaction")).toEqual([]);
    expect(await listed()).toEqual([[5_000, 175, 4_825]]);
    expect(await shop.sdk.balanceTransactions.retrieve(row)).toMatchObject({ amount: 5_000 });
  });

  test("is found once its days are over", async () => {
    const row = await paid();
    await wrong("late_transaction", row, { by: 1 });
    await turnTo("2030-03-05T09:59:59Z");
    expect(await rows()).toEqual([]);
    await turnTo("2030-03-05T10:00:00Z");
    expect(await rows()).toHaveLength(1);
  });

  test("that is missing does not end the list", async () => {
    await paid();
    const hidden = await paid();
    await paid();
    await wrong("hide_transaction", hidden);
    expect(await rows({ limit: 2 })).toHaveLength(2);
    expect((await rows({ limit: 2 })).map(({ id }) => id)).not.toContain(hidden);
  });
});

describe("a payout", () => {
  test("can be short from the start, and its rows are not", async () => {
    await paid();
    await wrong("short_payout", "next", { by: 30 });
    await turnTo("2030-03-07T00:30:00Z");
    const [payout] = (await shop.sdk.payouts.list()).data;
    expect(payout).toMatchObject({ amount: 4_795 });
    await shop.heardOfPayouts("payout.created", "payout.updated", "payout.reconciliation_completed");
    const created = shop.events().find(({ type }) => type === "payout.created");
    expect(created?.data.object).toMatchObject({ amount: 4_795 });
    const settled = await rows({ payout: payout?.id ?? "", type: "charge" });
    expect(settled.map(({ net }) => net)).toEqual([4_825]);
    expect((await shop.control("GET", "/wrongs")).body).toMatchObject([{ target: payout?.id, by: 30 }]);
    await paid();
    await turnTo("2030-03-12T00:30:00Z");
    expect((await shop.sdk.payouts.list()).data.map(({ amount }) => amount)).toEqual([4_825, 4_795]);
  });

  test("can become short afterward", async () => {
    await paid();
    await turnTo("2030-03-07T00:30:00Z");
    const [{ id } = { id: "" }] = (await shop.sdk.payouts.list()).data;
    await wrong("short_payout", id);
    expect(await shop.sdk.payouts.retrieve(id)).toMatchObject({ amount: 3_825 });
  });
});

test("nothing can be wrong about what does not exist", async () => {
  const row = await paid();
  expect((await wrong("hide_transaction", "txn_nothing")).status).toBe(404);
  expect((await wrong("short_payout", row)).status).toBe(404);
  expect((await wrong("hide_transaction", "next")).status).toBe(404);
  expect((await wrong("hide_settlement", row)).status).toBe(400);
});

test("the gateway's own sums are by day, and true whatever is reported", async () => {
  const row = await paid();
  const refunded = await shop.paid({ capture_method: "automatic" });
  await turnTo("2030-03-05T10:00:00Z");
  await shop.sdk.refunds.create({ payment_intent: refunded.id, amount: 2_000 });
  await wrong("hide_transaction", row);
  const monday = {
    date: "2030-03-04",
    currency: "usd",
    rows: 2,
    gross: 10_000,
    fees: 350,
    vat: 0,
    net: 9_650,
  };
  const tuesday = {
    date: "2030-03-05",
    currency: "usd",
    rows: 1,
    gross: -2_000,
    fees: 0,
    vat: 0,
    net: -2_000,
  };
  expect(await sums()).toEqual([monday, tuesday]);
  expect(await sums("?dateType=arrival_date")).toEqual([]);
  await turnTo("2030-03-09T00:30:00Z");
  expect(await sums("?startDate=2030-03-05&endDate=2030-03-31")).toEqual([tuesday]);
  expect(await sums("?dateType=arrival_date")).toEqual([{ ...monday, date: "2030-03-08" }]);
  const [payout, ...others] = (await shop.sdk.payouts.list()).data;
  expect([payout?.amount, others]).toEqual([9_650, []]);
});

test("the night ends half an hour after midnight, when the payout is sent", async () => {
  await paid();
  for (let night = 0; night < 3; night++) await shop.control("POST", "/clock", { night: true });
  expect((await shop.control<{ now: string }>("GET", "/clock")).body.now).toBe("2030-03-07T00:30:00.000Z");
  expect((await shop.sdk.payouts.list()).data).toMatchObject([{ status: "in_transit" }]);
});
