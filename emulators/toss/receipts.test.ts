import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

type Receipt = {
  code?: string;
  receiptKey: string;
  transactionType: string;
  amount: number;
  taxFreeAmount: number;
  issueStatus: string;
};
type Page = { hasNext: boolean; lastCursor: number; data: Receipt[]; code?: string };

const wish = (differs: Record<string, unknown> = {}) => ({
  orderId: `order_${randomUUID()}`,
  orderName: "머그",
  amount: 10_000,
  taxFreeAmount: 3_000,
  type: "소득공제",
  customerIdentityNumber: "01012345678",
  ...differs,
});
const issue = (body: object, key: string = randomUUID()) =>
  shop.ask<Receipt>("POST", "/v1/cash-receipts", body, { "idempotency-key": key });
const cancel = (receiptKey: string, body?: object) =>
  shop.ask<Receipt>("POST", `/v1/cash-receipts/${receiptKey}/cancel`, body);
const list = (day: string, more = "") => shop.ask<Page>("GET", `/v1/cash-receipts?requestDate=${day}${more}`);

const today = async () => {
  const { body } = await shop.ask<{ now: string }>("GET", "/_control/clock");
  return new Date(new Date(body.now).getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
};

test("a receipt is issued once per key and once per order, canceled in parts, and listed by day", async () => {
  const order = wish();
  const issued = await issue(order, "same");
  expect(issued).toMatchObject({
    status: 200,
    body: { transactionType: "CONFIRM", amount: 10_000, taxFreeAmount: 3_000, issueStatus: "IN_PROGRESS" },
  });
  expect((await issue(order, "same")).body).toEqual(issued.body);
  expect(await issue(order)).toMatchObject({ status: 400, body: { code: "DUPLICATED_CASH_RECEIPT" } });

  const { receiptKey } = issued.body;
  expect((await cancel(receiptKey, { amount: 4_000 })).body).toMatchObject({
    transactionType: "CANCEL",
    amount: 4_000,
    taxFreeAmount: 1_200,
  });
  expect((await cancel(receiptKey, { amount: 6_001 })).body.code).toBe("NOT_CANCELABLE_AMOUNT");
  expect((await cancel(receiptKey)).body).toMatchObject({ amount: 6_000, taxFreeAmount: 1_800 });
  expect((await cancel(receiptKey)).body.code).toBe("NOT_CANCELABLE_AMOUNT");
  expect((await cancel("none")).status).toBe(404);

  const day = await today();
  const whole = await list(day);
  expect(whole.body).toMatchObject({ hasNext: false, lastCursor: 3 });
  expect(whole.body.data.map(({ amount }) => amount)).toEqual([10_000, 4_000, 6_000]);
  const first = await list(day, "&limit=2");
  expect(first.body).toMatchObject({ hasNext: true, lastCursor: 2 });
  expect((await list(day, "&limit=2&cursor=2")).body).toMatchObject({
    hasNext: false,
    data: [{ amount: 6_000 }],
  });
  expect((await list("2020-01-01")).body.data).toEqual([]);
  expect((await issue({ ...order, amount: 500, taxFreeAmount: 0 })).status).toBe(200);
});

test("the tax office answers the day after, and an order whose receipt it refused may have another", async () => {
  const day = await today();
  const refused = wish({ customerIdentityNumber: "01012340000" });
  await issue(refused);
  expect((await issue(refused)).body.code).toBe("DUPLICATED_CASH_RECEIPT");
  await shop.turnClock(24 * 3_600);
  expect((await list(day)).body.data.at(-1)).toMatchObject({
    issueStatus: "FAILED",
    failure: { code: "NTS_ERROR" },
  });
  expect((await issue({ ...refused, customerIdentityNumber: "01012345678" })).status).toBe(200);
});

test.each([
  ["customerIdentityNumber", "12", "INVALID_CASH_RECEIPT_INFO"],
  ["type", "미발행", "INVALID_CASH_RECEIPT_INFO"],
  ["amount", 0, "BELOW_ZERO_AMOUNT"],
  ["taxFreeAmount", 10_001, "INVALID_REQUEST"],
  ["orderId", "x", "INVALID_ORDER_ID"],
])("a receipt with a wrong %s is refused", async (field, value, code) => {
  expect((await issue(wish({ [field]: value }))).body.code).toBe(code);
});
