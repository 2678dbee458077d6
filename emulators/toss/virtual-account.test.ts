import { afterAll, describe, expect, test } from "vitest";
import { openWebhookShop } from "../testing/shop";
import { apiKeys, merchantAt, openToss } from "../testing/toss-merchant";

const hooks = await openWebhookShop();
const shop = await openToss({ secretKey: apiKeys.secret, webhookUrls: [hooks.url] });
afterAll(async () => {
  await shop.close();
  await hooks.close();
});
let orders = 0;

const byAccount = { clientKey: apiKeys.client, method: "VIRTUAL_ACCOUNT" };

/** A shop server's request for an account without a window. */
const request = (more: Record<string, unknown> = {}) => ({
  amount: 50_000,
  orderId: `account_${++orders}`,
  orderName: "포스터 A2",
  customerName: "김토스",
  bank: "20",
  ...more,
});
const issue = (more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  shop.ask("POST", "/v1/virtual-accounts", request(more), headers);
const play = (paymentKey: string, what: string, body: object = {}) =>
  shop.ask("POST", `/_control/payments/${paymentKey}/${what}`, body);
const deposit = (paymentKey: string, body: object = {}) => play(paymentKey, "deposit", body);

async function deposited() {
  const { body } = await issue();
  return (await deposit(body.paymentKey)).body;
}

/** What both kinds of events reported about an order, in the order they arrived. */
function heard(orderId: string) {
  const bodies = hooks.received.map(({ body }) => body as Record<string, unknown>);
  const whole = bodies.filter(({ data }) => (data as { orderId?: string } | undefined)?.orderId === orderId);
  return {
    whole: whole.map(({ data }) => (data as { status: string }).status),
    callbacks: bodies.filter((body) => body.orderId === orderId),
  };
}

describe("a virtual account chosen in the window", () => {
  test("is issued by the confirm and waits for its deposit", async () => {
    const payment = await shop.buyer({ ...byAccount, bank: "88", customerName: "박서준" });
    const { status, body } = await shop.confirm(payment);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "WAITING_FOR_DEPOSIT",
      method: "가상계좌",
      approvedAt: null,
      balanceAmount: 15_000,
      card: null,
      receipt: null,
      virtualAccount: {
        accountType: "일반",
        bankCode: "88",
        customerName: "박서준",
        depositorName: null,
        refundStatus: "NONE",
        expired: false,
        settlementStatus: "INCOMPLETED",
        refundReceiveAccount: null,
      },
    });
    expect(body.secret).toMatch(/^ps_[A-Za-z0-9]{28}$/);
    expect(body.virtualAccount).toMatchObject({ accountNumber: expect.stringMatching(/^X\d{13}$/) });
    expect((await shop.look(payment.paymentKey)).body).toEqual(body);
    expect((await shop.confirm(payment)).body.code).toBe("ALREADY_PROCESSED_PAYMENT");
  });

  test("is not issued if the bank is closed", async () => {
    const payment = await shop.buyer({ ...byAccount, outcome: "bank_closed" });
    const declined = await shop.confirm(payment);
    expect([declined.status, declined.body.code]).toEqual([403, "NOT_AVAILABLE_BANK"]);
    expect((await shop.look(payment.paymentKey)).body).toMatchObject({ status: "ABORTED", secret: null });
  });
});

describe("a virtual account issued through the API", () => {
  test("waits a week by default", async () => {
    const { body } = await issue();
    expect(body).toMatchObject({ status: "WAITING_FOR_DEPOSIT", totalAmount: 50_000, mId: "emu_api" });
    const { dueDate } = body.virtualAccount as { dueDate: string };
    expect(dueDate).toMatch(/\+09:00$/);
    expect(Date.parse(dueDate) - Date.parse(String(body.requestedAt))).toBe(168 * 60 * 60 * 1000);
  });

  test("accepts hours or a due date, and any form of a bank's name", async () => {
    const hours = await issue({ validHours: 24, bank: "신한" });
    expect(hours.body.virtualAccount).toMatchObject({ bankCode: "88" });
    const tomorrow = new Date(Date.now() + 33 * 60 * 60 * 1000).toISOString().slice(0, 19);
    const dated = await issue({ dueDate: tomorrow, bank: "NONGHYEOP" });
    expect(dated.body.virtualAccount).toMatchObject({ bankCode: "11", dueDate: `${tomorrow}+09:00` });
  });

  test("is issued once per idempotency key and once per order", async () => {
    const wanted = request();
    const ask = (headers = {}) => shop.ask("POST", "/v1/virtual-accounts", wanted, headers);
    const first = await ask({ "idempotency-key": "issue-once" });
    expect((await ask({ "idempotency-key": "issue-once" })).body).toEqual(first.body);
    const second = await ask();
    expect([second.status, second.body.code]).toEqual([400, "DUPLICATED_ORDER_ID"]);
  });

  test("is refused with a widget key", async () => {
    const refused = await merchantAt(shop.url).ask("POST", "/v1/virtual-accounts", request());
    expect([refused.status, refused.body.code]).toEqual([400, "INVALID_API_KEY"]);
  });

  test.each([
    ["no amount", { amount: undefined }, "REQUIRED_AMOUNT"],
    ["an amount below zero", { amount: -1 }, "BELOW_ZERO_AMOUNT"],
    ["an amount below the minimum", { amount: 199 }, "BELOW_MINIMUM_AMOUNT"],
    ["no depositor", { customerName: undefined }, "INVALID_REQUIRED_PARAM"],
    ["an order id that is too short", { orderId: "five5" }, "INVALID_ORDER_ID"],
    ["an order name that is too long", { orderName: "가".repeat(101) }, "INVALID_ORDER_NAME"],
    ["an unknown bank", { bank: "99" }, "INVALID_BANK"],
    ["a bank that issues none", { bank: "HSBC" }, "INVALID_BANK"],
    ["an invalid email address", { customerEmail: "nobody" }, "INVALID_EMAIL"],
    [
      "hours and a due date",
      { validHours: 24, dueDate: "2030-01-01T00:00:00" },
      "INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE",
    ],
    ["too many hours", { validHours: 2161 }, "EXCEED_MAX_VALID_HOURS"],
    ["a due date too far ahead", { dueDate: "2099-01-01T00:00:00" }, "EXCEED_MAX_DUE_DATE"],
    ["a due date in the past", { dueDate: "2020-01-01T00:00:00" }, "INVALID_DATE"],
    ["a due date in words", { dueDate: "tomorrow" }, "INVALID_ISO_DATE_FORMAT"],
    ["an unknown type of cash receipt", { cashReceipt: { type: "영수증" } }, "INVALID_CASH_RECEIPT_INFO"],
    ["an unknown field", { color: "blue" }, "INVALID_REQUEST"],
  ])("is refused with %s", async (_, wrong, code) => {
    const refused = await issue(wrong);
    expect([refused.status, refused.body.code]).toEqual([400, code]);
  });
});

describe("a deposit", () => {
  test("makes the payment DONE, and both events report it with the secret", async () => {
    const { body: waiting } = await issue();
    const { body: done } = await deposit(waiting.paymentKey, { depositorName: "김토스의 어머니" });
    expect(done).toMatchObject({
      status: "DONE",
      virtualAccount: { depositorName: "김토스의 어머니", expired: false },
    });
    expect(done.approvedAt).not.toBeNull();
    expect(done.lastTransactionKey).not.toBe(waiting.lastTransactionKey);
    await expect.poll(() => heard(waiting.orderId).callbacks.length).toBe(2);
    await expect.poll(() => heard(waiting.orderId).whole.toSorted()).toEqual(["DONE", "WAITING_FOR_DEPOSIT"]);
    const { callbacks } = heard(waiting.orderId);
    const told = callbacks.find(({ status }) => status === "DONE");
    expect(Object.keys(told ?? {})).toEqual(["createdAt", "secret", "status", "transactionKey", "orderId"]);
    expect(told).toMatchObject({ secret: waiting.secret, transactionKey: done.lastTransactionKey });
  });

  test("must be exact, can come once, and only to an account", async () => {
    const { body } = await issue();
    expect((await deposit(body.paymentKey, { amount: 49_999 })).body.code).toBe("INVALID_REQUEST");
    expect((await deposit(body.paymentKey, { amount: 50_000 })).body.status).toBe("DONE");
    expect((await deposit(body.paymentKey)).body.code).toBe("ALREADY_PROCESSED_PAYMENT");
    const card = await shop.buyer({ clientKey: apiKeys.client });
    await shop.confirm(card);
    expect((await deposit(card.paymentKey)).body.code).toBe("NOT_FOUND_METHOD");
  });

  test("can be reversed by the bank; the next one has its own transaction key", async () => {
    const first = await deposited();
    const { body: reversed } = await play(first.paymentKey, "reverse-deposit");
    expect(reversed).toMatchObject({
      status: "WAITING_FOR_DEPOSIT",
      approvedAt: null,
      balanceAmount: 50_000,
      virtualAccount: { depositorName: null },
      secret: first.secret,
    });
    expect((await play(first.paymentKey, "reverse-deposit")).body.code).toBe("NOT_CANCELABLE_PAYMENT");
    const { body: second } = await deposit(first.paymentKey);
    const keys = [first, reversed, second].map(({ lastTransactionKey }) => lastTransactionKey);
    expect(new Set(keys).size).toBe(3);
    await expect
      .poll(() =>
        heard(first.orderId)
          .callbacks.map(({ status }) => status)
          .toSorted(),
      )
      .toEqual(["DONE", "DONE", "WAITING_FOR_DEPOSIT", "WAITING_FOR_DEPOSIT"]);
  });
});

describe("an account without a deposit", () => {
  test("expires without a webhook; a later deposit is refused unless the bank takes it late", async () => {
    const { body } = await issue({ validHours: 1 });
    await expect.poll(() => heard(body.orderId).callbacks.length).toBe(1);
    await shop.turnClock(61);
    const late = await shop.look(body.paymentKey);
    expect(late.body).toMatchObject({
      status: "WAITING_FOR_DEPOSIT",
      virtualAccount: { expired: true },
      failure: null,
    });
    expect((await deposit(body.paymentKey)).body.code).toBe("EXPIRED_PAYMENT");
    expect(heard(body.orderId).callbacks).toHaveLength(1);
    expect((await deposit(body.paymentKey, { late: true })).body).toMatchObject({
      status: "DONE",
      virtualAccount: { expired: false },
    });
  });

  test("can be expired by itself, without turning the clock", async () => {
    const { body } = await issue();
    expect((await play(body.paymentKey, "expire")).body.virtualAccount).toMatchObject({ expired: true });
    expect((await deposit(body.paymentKey)).body.code).toBe("EXPIRED_PAYMENT");
  });

  test("is canceled whole, without a refund account", async () => {
    const { body } = await issue();
    const part = await shop.cancel(body.paymentKey, { cancelAmount: 1_000 });
    expect([part.status, part.body.code]).toEqual([403, "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT"]);
    const whole = await shop.cancel(body.paymentKey);
    expect(whole.body).toMatchObject({
      status: "CANCELED",
      approvedAt: null,
      balanceAmount: 0,
      virtualAccount: { refundStatus: "NONE" },
      cancels: [{ cancelAmount: 50_000, refundableAmount: 0 }],
    });
    expect((await deposit(body.paymentKey)).body.code).toBe("ALREADY_PROCESSED_PAYMENT");
    await expect.poll(() => heard(body.orderId).callbacks.at(-1)?.status).toBe("CANCELED");
  });
});

test("a fault on issuing drops the connection; the same key returns the account", async () => {
  const orderId = `account_${++orders}`;
  await shop.fault({ operation: "issue", kind: "drop_after", orderId });
  const ask = () => issue({ orderId }, { "idempotency-key": orderId });
  await expect(ask()).rejects.toThrow("fetch failed");
  expect((await shop.lookByOrder(orderId)).body.status).toBe("WAITING_FOR_DEPOSIT");
  expect((await ask()).body).toMatchObject({ status: "WAITING_FOR_DEPOSIT", orderId });
  const issued = (await shop.requests(orderId)).filter(({ operation }) => operation === "issue");
  expect(issued.map(({ acted }) => acted)).toEqual([true, false]);
});

test("a hand-sent callback can report another status", async () => {
  const { body } = await issue();
  await expect.poll(() => heard(body.orderId).callbacks).toHaveLength(1);
  await shop.ask("POST", "/_control/webhooks/send", {
    orderId: body.orderId,
    eventType: "DEPOSIT_CALLBACK",
    status: "DONE",
  });
  expect(heard(body.orderId).callbacks.at(-1)).toMatchObject({ status: "DONE", secret: body.secret });
  expect((await shop.look(body.paymentKey)).body.status).toBe("WAITING_FOR_DEPOSIT");
});
