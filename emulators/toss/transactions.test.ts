import { afterAll, describe, expect, test } from "vitest";
import { apiKeys, type Merchant, merchantAt, openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

type Row = {
  transactionKey: string;
  paymentKey: string;
  orderId: string;
  method: string;
  status: string;
  amount: number;
  transactionAt: string;
};

const turnTo = (instant: string) => shop.ask("POST", "/_control/clock", { set: instant });
const list = (query: Record<string, string>, who: Pick<Merchant, "ask"> = shop) =>
  who.ask<Row[] & { code: string }>("GET", `/v1/transactions?${new URLSearchParams(query)}`);

async function paid(choice: Record<string, unknown> = {}) {
  const payment = await shop.buyer(choice);
  return (await shop.confirm(payment)).body;
}

describe("the list of transactions", () => {
  test("has a row for each approval and each cancel, in order", async () => {
    await turnTo("2030-05-01T10:00:00+09:00");
    const { paymentKey, lastTransactionKey, orderId } = await paid({ method: "TRANSFER" });
    const part = await shop.cancel(paymentKey, { cancelAmount: 5_000 });
    await shop.turnClock(1);
    await shop.cancel(paymentKey);
    const { status, body } = await list({ startDate: "2030-05-01", endDate: "2030-05-02" });
    expect(status).toBe(200);
    expect(body).toMatchObject([
      {
        transactionKey: lastTransactionKey,
        paymentKey,
        orderId,
        method: "계좌이체",
        status: "DONE",
        amount: 15_000,
      },
      { transactionKey: part.body.lastTransactionKey, status: "PARTIAL_CANCELED", amount: -5_000 },
      { status: "CANCELED", amount: -10_000 },
    ]);
    expect(body[0]?.transactionAt).toMatch(/^2030-05-01T10:00:0\d\+09:00$/);
  });

  test("has rows for a deposit and its reversal", async () => {
    await turnTo("2030-06-01T10:00:00+09:00");
    const { paymentKey } = await paid({ method: "VIRTUAL_ACCOUNT" });
    const june = { startDate: "2030-06-01", endDate: "2030-07-01" };
    expect((await list(june)).body).toEqual([]);
    for (const what of ["deposit", "reverse-deposit", "deposit"]) {
      await shop.ask("POST", `/_control/payments/${paymentKey}/${what}`, {});
    }
    const { body } = await list(june);
    expect(body.map(({ status, amount }) => [status, amount])).toEqual([
      ["DONE", 15_000],
      ["WAITING_FOR_DEPOSIT", -15_000],
      ["DONE", 15_000],
    ]);
    expect(new Set(body.map(({ transactionKey }) => transactionKey)).size).toBe(3);
  });

  test("has no rows for an account without a deposit or a declined card", async () => {
    await turnTo("2030-07-02T10:00:00+09:00");
    const { paymentKey } = await paid({ method: "VIRTUAL_ACCOUNT" });
    await shop.cancel(paymentKey);
    await shop.confirm(await shop.buyer({ card: "insufficient_balance" }));
    expect((await list({ startDate: "2030-07-01", endDate: "2030-08-01" })).body).toEqual([]);
  });

  test("excludes an end date, and takes times as well as dates", async () => {
    await turnTo("2030-08-01T10:00:00+09:00");
    const { orderId } = await paid();
    const orders = async (startDate: string, endDate: string) =>
      (await list({ startDate, endDate })).body.map((row) => row.orderId);
    expect(await orders("2030-08-01", "2030-08-01")).toEqual([]);
    expect(await orders("2030-08-01", "2030-08-02")).toEqual([orderId]);
    expect(await orders("2030-08-01T09:00:00", "2030-08-01T10:00:00")).toEqual([]);
    expect(await orders("2030-08-01T10:00:00", "2030-08-01T11:00:00")).toEqual([orderId]);
    expect(await orders("2030-08-01T11:00:00", "2030-08-02T00:00:00")).toEqual([]);
  });

  test("can be read page by page", async () => {
    await turnTo("2030-09-01T10:00:00+09:00");
    const expected: string[] = [];
    for (let n = 0; n < 5; n++) expected.push((await paid()).orderId);
    const seen: string[] = [];
    let startingAfter: string | undefined;
    for (;;) {
      const page = { startDate: "2030-09-01", endDate: "2030-09-02", limit: "2" };
      const { body } = await list({ ...page, ...(startingAfter && { startingAfter }) });
      seen.push(...body.map((row) => row.orderId));
      if (body.length < 2) break;
      startingAfter = body.at(-1)?.transactionKey;
    }
    expect(seen).toEqual(expected);
  });

  test("has only the merchant's own rows", async () => {
    await turnTo("2030-10-01T10:00:00+09:00");
    const row = await paid();
    const stranger = merchantAt(shop.url, apiKeys.secret);
    const october = { startDate: "2030-10-01", endDate: "2030-10-02" };
    expect((await list(october, stranger)).body).toEqual([]);
    const peeking = await list({ ...october, startingAfter: row.lastTransactionKey }, stranger);
    expect([peeking.status, peeking.body.code]).toEqual([400, "INVALID_PAGING_KEY"]);
  });
});

test.each([
  ["no start", { endDate: "2030-01-02" }, "INVALID_REQUIRED_PARAM"],
  ["no end", { startDate: "2030-01-01" }, "INVALID_REQUIRED_PARAM"],
  ["a date in words", { startDate: "yesterday", endDate: "2030-01-02" }, "INVALID_ISO_DATE_FORMAT"],
  ["a day that does not exist", { startDate: "2030-02-31", endDate: "2030-03-02" }, "INVALID_DATE"],
  ["an end before the start", { startDate: "2030-01-02", endDate: "2030-01-01" }, "INVALID_DATE"],
  [
    "too many rows",
    { startDate: "2030-01-01", endDate: "2030-01-02", limit: "5001" },
    "EXCEED_MAX_QUERY_LIMIT",
  ],
  ["no rows", { startDate: "2030-01-01", endDate: "2030-01-02", limit: "0" }, "INVALID_REQUEST"],
  [
    "an unknown row to start after",
    { startDate: "2030-01-01", endDate: "2030-01-02", startingAfter: "x" },
    "INVALID_PAGING_KEY",
  ],
])("the list is refused with %s", async (_, query, code) => {
  const refused = await list(query);
  expect([refused.status, refused.body.code]).toEqual([400, code]);
});

test("faults apply to it, and can change an amount", async () => {
  await turnTo("2030-11-01T10:00:00+09:00");
  await paid();
  const november = { startDate: "2030-11-01", endDate: "2030-11-02" };
  await shop.fault({ operation: "transactions", kind: "error", code: "TOO_MANY_REQUESTS" });
  await shop.fault({ operation: "transactions", kind: "wrong_amount" });
  const busy = await list(november);
  expect([busy.status, busy.body.code]).toEqual([429, "TOO_MANY_REQUESTS"]);
  expect((await list(november)).body).toMatchObject([{ amount: 16_000 }]);
  expect((await list(november)).body).toMatchObject([{ amount: 15_000 }]);
});
