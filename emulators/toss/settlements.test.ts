import { afterAll, afterEach, describe, expect, test } from "vitest";
import { apiKeys, type Merchant, merchantAt, openToss } from "../testing/toss-merchant";

const shop = await openToss();
const stranger = merchantAt(shop.url, apiKeys.secret);
afterAll(() => shop.close());
afterEach(() => shop.control("PUT", "/contracts/emu_widget", {}));

type Row = {
  [field: string]: unknown;
  paymentKey: string;
  transactionKey: string;
  orderId: string;
  method: string;
  amount: number;
  fees: { type: string; fee: number }[];
  fee: number;
  supplyAmount: number;
  vat: number;
  payOutAmount: number;
  approvedAt: string;
  soldDate: string;
  paidOutDate: string;
  cancel: { transactionKey: string; cancelAmount: number } | null;
};

const turnTo = (instant: string) => shop.control("POST", "/clock", { set: instant });
const list = (query: Record<string, string>, who: Pick<Merchant, "ask"> = shop) =>
  who.ask<Row[] & { code: string }>("GET", `/v1/settlements?${new URLSearchParams(query)}`);
const soldOn = async (startDate: string, endDate = startDate) => (await list({ startDate, endDate })).body;
const acquire = (paymentKey: string, who: Pick<Merchant, "ask"> = shop) =>
  who.ask<{ result?: boolean; code?: string }>("POST", "/v1/settlements", { paymentKey });

async function paid(choice: Record<string, unknown> = {}, who: Merchant = shop) {
  return (await who.confirm(await who.buyer(choice))).body;
}

async function deposited(choice: Record<string, unknown> = {}) {
  const { paymentKey } = await paid({ method: "VIRTUAL_ACCOUNT", ...choice });
  await shop.control("POST", `/payments/${paymentKey}/deposit`, {});
  return paymentKey;
}

/** What holds for every row. */
function proveIdentities(rows: readonly Row[]) {
  for (const { amount, fees, fee, supplyAmount, vat, payOutAmount } of rows) {
    expect(fees.reduce((sum, part) => sum + part.fee, 0)).toBe(fee);
    expect(supplyAmount + vat).toBe(fee);
    expect(Math.abs(supplyAmount)).toBe(Math.round(Math.abs(fee) / 1.1));
    expect(payOutAmount).toBe(amount - fee);
  }
}

describe("a shop that reads its settlements", () => {
  test("pays the interest of installments that it offers without, and gets back that of what it refunds", async () => {
    await turnTo("2026-03-16T12:00:00+09:00");
    const freeInstallmentPlans = [{ company: "41", months: [3] }];
    const choice = { amount: 100_000, company: "41", installmentMonths: 3, freeInstallmentPlans };
    const { paymentKey } = await paid(choice);
    await shop.cancel(paymentKey, { cancelReason: "변심", cancelAmount: 50_000 });
    await turnTo("2026-03-17T00:00:00+09:00");
    const rows = await soldOn("2026-03-16");
    proveIdentities(rows);
    expect(rows.map(({ interestFee }) => interestFee)).toEqual([3_000, -1_500]);
    expect(rows[0]?.fees).toEqual([
      { type: "BASE", fee: 2_255 },
      { type: "INSTALLMENT", fee: 3_000 },
    ]);
  });

  test("finds a card payment from the next day in Seoul on", async () => {
    await turnTo("2026-03-10T23:59:00+09:00");
    const { paymentKey, lastTransactionKey, orderId } = await paid({ amount: 99_800 });
    expect(await soldOn("2026-03-10")).toEqual([]);
    await turnTo("2026-03-11T00:00:00+09:00");
    const rows = await soldOn("2026-03-10");
    expect(rows).toMatchObject([
      {
        mId: "emu_widget",
        paymentKey,
        transactionKey: lastTransactionKey,
        orderId,
        currency: "KRW",
        method: "카드",
        amount: 99_800,
        interestFee: 0,
        fees: [{ type: "BASE", fee: 2_250 }],
        fee: 2_250,
        supplyAmount: 2_045,
        vat: 205,
        payOutAmount: 97_550,
        soldDate: "2026-03-10",
        paidOutDate: "2026-03-17",
        card: { amount: 99_800, acquireStatus: "REQUESTED" },
        easyPay: null,
        giftCertificate: null,
        mobilePhone: null,
        transfer: null,
        virtualAccount: null,
        cancel: null,
      },
    ]);
    expect(rows[0]?.approvedAt).toMatch(/^2026-03-10T23:59:0\d\+09:00$/);
  });

  test("finds each refund as a negative row of its own, with the approval's time", async () => {
    await turnTo("2026-03-30T12:00:00+09:00");
    const payment = await paid({ amount: 30_001 });
    await turnTo("2026-03-31T12:00:00+09:00");
    const part = await shop.cancel(payment.paymentKey, { cancelAmount: 10_000 });
    await turnTo("2026-04-01T12:00:00+09:00");
    const rest = await shop.cancel(payment.paymentKey);
    await turnTo("2026-04-02T12:00:00+09:00");
    const rows = await soldOn("2026-03-30", "2026-04-01");
    expect(rows.map((row) => [row.transactionKey, row.amount, row.soldDate])).toEqual([
      [payment.lastTransactionKey, 30_001, "2026-03-30"],
      [part.body.lastTransactionKey, -10_000, "2026-03-31"],
      [rest.body.lastTransactionKey, -20_001, "2026-04-01"],
    ]);
    expect(new Set(rows.map(({ approvedAt }) => approvedAt.slice(0, 16)))).toEqual(
      new Set(["2026-03-30T12:00"]),
    );
    expect(rows.map(({ cancel }) => cancel?.cancelAmount)).toEqual([undefined, 10_000, 20_001]);
    expect(rows.reduce((sum, { fee }) => sum + fee, 0)).toBe(0);
    expect(rows[1]?.fee).toBeLessThan(0);
    proveIdentities(rows);
  });

  test("finds a row for each method, with the method's own copy", async () => {
    await turnTo("2026-04-13T12:00:00+09:00");
    const wallet = { method: "EASY_PAY", provider: "TOSSPAY", source: "card", points: 3_000 };
    await paid({ ...wallet, amount: 20_000 });
    const transfer = await paid({ method: "TRANSFER", amount: 20_000 });
    await paid({ method: "MOBILE_PHONE", amount: 20_000 });
    await deposited({ amount: 20_000 });
    await shop.cancel(transfer.paymentKey);
    await turnTo("2026-04-14T12:00:00+09:00");
    const rows = await soldOn("2026-04-13");
    proveIdentities(rows);
    expect(rows.map(({ method, amount, fees }) => [method, amount, fees])).toEqual([
      [
        "간편결제",
        20_000,
        [
          { type: "BASE", fee: 451 },
          { type: "ETC", fee: 66 },
        ],
      ],
      ["계좌이체", 20_000, [{ type: "BASE", fee: 396 }]],
      ["휴대폰", 20_000, [{ type: "BASE", fee: 770 }]],
      ["가상계좌", 20_000, [{ type: "BASE", fee: 330 }]],
      ["계좌이체", -20_000, [{ type: "BASE", fee: 0 }]],
    ]);
    expect(rows[0]).toMatchObject({ card: { amount: 17_000 }, easyPay: { discountAmount: 3_000 } });
    expect(rows[1]).toMatchObject({ card: null, transfer: { settlementStatus: "INCOMPLETED" } });
    expect(rows[2]).toMatchObject({ mobilePhone: { settlementStatus: "INCOMPLETED" } });
    expect(rows[3]).toMatchObject({ virtualAccount: { settlementStatus: "INCOMPLETED" } });
  });

  test("finds a deposit, its reversal and the second deposit, but no account that nobody paid into", async () => {
    await turnTo("2026-04-20T12:00:00+09:00");
    await paid({ method: "VIRTUAL_ACCOUNT" });
    const paymentKey = await deposited();
    await turnTo("2026-04-21T12:00:00+09:00");
    await shop.control("POST", `/payments/${paymentKey}/reverse-deposit`, {});
    await shop.control("POST", `/payments/${paymentKey}/deposit`, {});
    await turnTo("2026-04-22T12:00:00+09:00");
    const rows = await soldOn("2026-04-20", "2026-04-21");
    expect(rows.map(({ amount, fee, soldDate }) => [amount, fee, soldDate])).toEqual([
      [15_000, 330, "2026-04-20"],
      [-15_000, -330, "2026-04-21"],
      [15_000, 330, "2026-04-21"],
    ]);
    expect(rows.map(({ approvedAt }) => approvedAt.slice(0, 10))).toEqual([
      "2026-04-20",
      "2026-04-20",
      "2026-04-21",
    ]);
    proveIdentities(rows);
  });

  test("can ask for the days the money arrives on, and an end day is included", async () => {
    await turnTo("2026-09-22T12:00:00+09:00");
    const { orderId } = await paid();
    await turnTo("2026-09-23T00:00:00+09:00");
    const paidOut = async (startDate: string, endDate: string) =>
      (await list({ startDate, endDate, dateType: "paidOutDate" })).body.map((row) => row.orderId);
    expect((await soldOn("2026-09-22"))[0]?.paidOutDate).toBe("2026-10-01");
    expect(await paidOut("2026-09-22", "2026-09-30")).toEqual([]);
    expect(await paidOut("2026-09-24", "2026-10-01")).toEqual([orderId]);
    expect(await paidOut("2026-10-01", "2026-10-01")).toEqual([orderId]);
    expect(await paidOut("2026-10-02", "2026-10-31")).toEqual([]);
  });

  test("reads page by page", async () => {
    await turnTo("2026-05-11T12:00:00+09:00");
    const expected: string[] = [];
    for (let n = 0; n < 5; n++) expected.push((await paid()).orderId);
    await turnTo("2026-05-12T12:00:00+09:00");
    const pages: string[][] = [];
    for (let page = 1; page <= 4; page++) {
      const day = { startDate: "2026-05-11", endDate: "2026-05-11" };
      const { body } = await list({ ...day, page: String(page), size: "2" });
      pages.push(body.map(({ orderId }) => orderId));
    }
    expect(pages).toEqual([expected.slice(0, 2), expected.slice(2, 4), expected.slice(4), []]);
  });

  test("finds only its own rows", async () => {
    await turnTo("2026-05-18T12:00:00+09:00");
    const { orderId } = await paid({ clientKey: apiKeys.client }, stranger);
    await turnTo("2026-05-19T12:00:00+09:00");
    expect(await soldOn("2026-05-18")).toEqual([]);
    const own = await list({ startDate: "2026-05-18", endDate: "2026-05-18" }, stranger);
    expect(own.body).toMatchObject([{ orderId, mId: "emu_api" }]);
  });
});

test.each([
  ["no start", { endDate: "2030-01-02" }, "INVALID_REQUIRED_PARAM"],
  ["no end", { startDate: "2030-01-01" }, "INVALID_REQUIRED_PARAM"],
  ["a time", { startDate: "2030-01-01T00:00:00", endDate: "2030-01-02" }, "INVALID_ISO_DATE_FORMAT"],
  ["a day that does not exist", { startDate: "2030-02-29", endDate: "2030-03-02" }, "INVALID_DATE"],
  ["an end before the start", { startDate: "2030-01-02", endDate: "2030-01-01" }, "INVALID_DATE"],
  [
    "another kind of date",
    { startDate: "2030-01-01", endDate: "2030-01-02", dateType: "soldAt" },
    "INVALID_REQUEST",
  ],
  ["page 0", { startDate: "2030-01-01", endDate: "2030-01-02", page: "0" }, "INVALID_REQUEST"],
  ["no rows", { startDate: "2030-01-01", endDate: "2030-01-02", size: "0" }, "INVALID_REQUEST"],
  [
    "too many rows",
    { startDate: "2030-01-01", endDate: "2030-01-02", size: "5001" },
    "EXCEED_MAX_QUERY_LIMIT",
  ],
])("the list of settlements is refused with %s", async (_, query, code) => {
  const refused = await list(query);
  expect([refused.status, refused.body.code]).toEqual([400, code]);
});

test("the list of settlements needs a key, and has no other methods", async () => {
  const unknown = await merchantAt(shop.url, "test_gsk_nobody").ask("GET", "/v1/settlements");
  expect([unknown.status, unknown.body.code]).toEqual([401, "UNAUTHORIZED_KEY"]);
  const other = await shop.ask("DELETE", "/v1/settlements");
  expect([other.status, other.body.code]).toEqual([404, "NOT_FOUND_HTTP_METHOD"]);
});

test("faults apply to the list of settlements", async () => {
  await turnTo("2026-06-08T12:00:00+09:00");
  await paid();
  await turnTo("2026-06-09T12:00:00+09:00");
  await shop.fault({ operation: "settlements", kind: "wrong_amount" });
  expect((await soldOn("2026-06-08")).map(({ amount }) => amount)).toEqual([16_000]);
  expect((await soldOn("2026-06-08")).map(({ amount }) => amount)).toEqual([15_000]);
});

describe("the contract", () => {
  test("sets the cycle and the business days, for payments from then on", async () => {
    await turnTo("2026-11-24T12:00:00+09:00");
    await paid();
    const set = await shop.control("PUT", "/contracts/emu_widget", { cycle: "weekly", businessDays: 2 });
    const weekly = { mId: "emu_widget", cycle: "weekly", businessDays: 2, acquisition: "automatic" };
    expect([set.status, set.body]).toEqual([200, weekly]);
    await paid();
    await shop.control("PUT", "/contracts/emu_widget", { cycle: "monthly", businessDays: 2 });
    await paid();
    await turnTo("2026-11-25T12:00:00+09:00");
    const rows = await soldOn("2026-11-24", "2026-11-30");
    expect(rows.map(({ soldDate, paidOutDate }) => [soldDate, paidOutDate])).toEqual([
      ["2026-11-24", "2026-12-01"],
      ["2026-11-29", "2026-12-02"],
      ["2026-11-30", "2026-12-03"],
    ]);
    expect(await soldOn("2026-11-29")).toHaveLength(1);
  });

  test("is the usual one for everybody who has agreed nothing else", async () => {
    const usual = { cycle: "daily", businessDays: 4, acquisition: "automatic" };
    const { body } = await shop.control("GET", "/contracts");
    const merchants = ["emu_widget", "emu_api", "docs_widget", "docs_api"];
    expect(body).toEqual(merchants.map((mId) => ({ mId, ...usual })));
  });

  test("must be one the gateway offers, with a merchant it knows", async () => {
    expect((await shop.control("PUT", "/contracts/emu_widget", { cycle: "hourly" })).status).toBe(400);
    expect((await shop.control("PUT", "/contracts/emu_widget", { businessDays: 0 })).status).toBe(400);
    expect((await shop.control("PUT", "/contracts/nobody", {})).status).toBe(404);
  });
});

describe("a shop that acquires its card payments itself", () => {
  const agree = () => shop.control("PUT", "/contracts/emu_widget", { acquisition: "manual" });

  test("finds a payment settled only after it was acquired, on that day", async () => {
    await turnTo("2026-06-15T12:00:00+09:00");
    await agree();
    const { paymentKey } = await paid({ amount: 20_000 });
    await shop.cancel(paymentKey, { cancelAmount: 5_000 });
    await turnTo("2026-06-18T12:00:00+09:00");
    expect(await soldOn("2026-06-15", "2026-06-30")).toEqual([]);
    const acquired = await acquire(paymentKey);
    expect([acquired.status, acquired.body]).toEqual([200, { result: true }]);
    expect(await soldOn("2026-06-15", "2026-06-30")).toEqual([]);
    await turnTo("2026-06-19T12:00:00+09:00");
    await shop.cancel(paymentKey, { cancelAmount: 1_000 });
    await turnTo("2026-06-20T12:00:00+09:00");
    const rows = await soldOn("2026-06-15", "2026-06-30");
    expect(rows.map(({ amount, soldDate }) => [amount, soldDate])).toEqual([
      [20_000, "2026-06-18"],
      [-5_000, "2026-06-18"],
      [-1_000, "2026-06-19"],
    ]);
    expect(rows.map(({ approvedAt }) => approvedAt.slice(0, 10))).toEqual(Array(3).fill("2026-06-15"));
    proveIdentities(rows);
  });

  test("has its other payments settled by themselves, also those in a wallet without a card", async () => {
    await turnTo("2026-07-06T12:00:00+09:00");
    await agree();
    await paid({ method: "TRANSFER" });
    await paid({ method: "EASY_PAY", provider: "TOSSPAY", source: "money" });
    await paid({ method: "EASY_PAY", provider: "TOSSPAY", source: "card" });
    await turnTo("2026-07-07T12:00:00+09:00");
    expect((await soldOn("2026-07-06")).map(({ method }) => method)).toEqual(["계좌이체", "간편결제"]);
  });

  test("is refused a payment that cannot be acquired", async () => {
    await turnTo("2026-07-13T12:00:00+09:00");
    const automatic = await paid();
    await agree();
    const transfer = await paid({ method: "TRANSFER" });
    const waiting = await paid({ method: "VIRTUAL_ACCOUNT" });
    const canceled = await paid();
    await shop.cancel(canceled.paymentKey);
    const done = await paid();
    await acquire(done.paymentKey);
    const refusal = async (paymentKey: string, who: Pick<Merchant, "ask"> = shop) => {
      const { status, body } = await acquire(paymentKey, who);
      return [status, body.code];
    };
    expect(await refusal("nothing")).toEqual([404, "NOT_FOUND_PAYMENT"]);
    expect(await refusal(done.paymentKey, stranger)).toEqual([404, "NOT_FOUND_PAYMENT"]);
    expect(await refusal(automatic.paymentKey)).toEqual([403, "FORBIDDEN_REQUEST"]);
    expect(await refusal(transfer.paymentKey)).toEqual([404, "NOT_FOUND_METHOD"]);
    expect(await refusal(waiting.paymentKey)).toEqual([400, "UNAPPROVED_ORDER_ID"]);
    expect(await refusal(canceled.paymentKey)).toEqual([400, "ALREADY_CANCELED_PAYMENT"]);
    expect(await refusal(done.paymentKey)).toEqual([400, "ALREADY_PROCESSED_PAYMENT"]);
    const empty = await shop.ask("POST", "/v1/settlements", {});
    expect([empty.status, empty.body.code]).toEqual([400, "INVALID_REQUEST"]);
  });

  test("repeats a request under its idempotency key and gets the same answer", async () => {
    await agree();
    const { paymentKey } = await paid();
    const ask = () => shop.ask("POST", "/v1/settlements", { paymentKey }, { "idempotency-key": paymentKey });
    const first = await ask();
    const second = await ask();
    expect([first.status, first.body]).toEqual([200, { result: true }]);
    expect([second.status, second.body]).toEqual([200, { result: true }]);
  });
});

describe("a shop that looks at a payment again", () => {
  const lookedAt = async (paymentKey: string) => {
    const { card, transfer, virtualAccount } = (await shop.look(paymentKey)).body as {
      card?: { acquireStatus: string };
      transfer?: { settlementStatus: string };
      virtualAccount?: { settlementStatus: string };
    };
    return card?.acquireStatus ?? transfer?.settlementStatus ?? virtualAccount?.settlementStatus;
  };

  test("sees a card payment acquired at midnight, and completed on the next business day", async () => {
    await turnTo("2026-08-13T23:00:00+09:00");
    const { paymentKey } = await paid();
    expect(await lookedAt(paymentKey)).toBe("READY");
    await turnTo("2026-08-14T00:00:00+09:00");
    expect(await lookedAt(paymentKey)).toBe("REQUESTED");
    await turnTo("2026-08-17T23:59:00+09:00");
    expect(await lookedAt(paymentKey)).toBe("REQUESTED");
    await turnTo("2026-08-18T00:00:00+09:00");
    expect(await lookedAt(paymentKey)).toBe("COMPLETED");
    await shop.cancel(paymentKey, { cancelAmount: 1_000 });
    expect(await lookedAt(paymentKey)).toBe("COMPLETED");
    await turnTo("2026-08-18T12:00:00+09:00");
    await shop.cancel(paymentKey);
    expect(await lookedAt(paymentKey)).toBe("CANCEL_REQUESTED");
    await turnTo("2026-08-19T00:00:00+09:00");
    expect(await lookedAt(paymentKey)).toBe("CANCELED");
  });

  test("sees a card payment that was canceled before midnight as never acquired", async () => {
    await turnTo("2026-08-24T12:00:00+09:00");
    const { paymentKey } = await paid();
    await shop.cancel(paymentKey);
    await turnTo("2026-08-31T12:00:00+09:00");
    expect(await lookedAt(paymentKey)).toBe("READY");
  });

  test("sees a card payment that it has to acquire itself wait", async () => {
    await turnTo("2026-08-31T12:00:00+09:00");
    await shop.control("PUT", "/contracts/emu_widget", { acquisition: "manual" });
    const { paymentKey } = await paid();
    await turnTo("2026-09-07T12:00:00+09:00");
    expect(await lookedAt(paymentKey)).toBe("READY");
    await acquire(paymentKey);
    expect(await lookedAt(paymentKey)).toBe("REQUESTED");
    await turnTo("2026-09-08T00:00:00+09:00");
    expect(await lookedAt(paymentKey)).toBe("COMPLETED");
  });

  test("sees a transfer and a deposit settled on the day they are paid out", async () => {
    await turnTo("2026-10-06T12:00:00+09:00");
    const { paymentKey } = await paid({ method: "TRANSFER" });
    const account = await deposited();
    await turnTo("2026-10-13T23:59:00+09:00");
    expect([await lookedAt(paymentKey), await lookedAt(account)]).toEqual(["INCOMPLETED", "INCOMPLETED"]);
    await turnTo("2026-10-14T00:00:00+09:00");
    expect([await lookedAt(paymentKey), await lookedAt(account)]).toEqual(["COMPLETED", "COMPLETED"]);
    await shop.control("POST", `/payments/${account}/reverse-deposit`, {});
    expect(await lookedAt(account)).toBe("INCOMPLETED");
  });
});
