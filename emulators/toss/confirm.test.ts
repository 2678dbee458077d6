import { afterAll, describe, expect, test } from "vitest";
import { apiKeys, merchantAt, openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

describe("a confirm", () => {
  test("returns the whole Payment, with null for absent fields", async () => {
    const payment = await shop.buyer({ amount: 15_000, orderName: "머그 외 1건", metadata: { cart: "7" } });
    const { status, headers, body } = await shop.confirm(payment);

    expect(status).toBe(200);
    expect(headers.get("x-tosspayments-trace-id")).toMatch(/^[0-9a-f]{32}$/);
    expect(body).toMatchObject({
      version: "2022-11-16",
      paymentKey: payment.paymentKey,
      type: "NORMAL",
      orderId: payment.orderId,
      orderName: "머그 외 1건",
      mId: "emu_widget",
      currency: "KRW",
      method: "카드",
      totalAmount: 15_000,
      balanceAmount: 15_000,
      suppliedAmount: 13_636,
      vat: 1_364,
      status: "DONE",
      isPartialCancelable: true,
      metadata: { cart: "7" },
      card: {
        amount: 15_000,
        approveNo: "00000000",
        cardType: "신용",
        acquireStatus: "READY",
        installmentPlanMonths: 0,
      },
    });
    for (const nothing of [
      "virtualAccount",
      "transfer",
      "mobilePhone",
      "giftCertificate",
      "easyPay",
      "cancels",
      "failure",
      "cashReceipt",
      "discount",
    ]) {
      expect(body[nothing], nothing).toBeNull();
    }
    expect(body.approvedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);
    expect(body.lastTransactionKey).toMatch(/^[0-9A-F]{32}$/);
  });

  test("lets the shop retrieve the payment by key and by order id", async () => {
    const payment = await shop.buyer();
    const { body: confirmed } = await shop.confirm(payment);
    expect((await shop.look(payment.paymentKey)).body).toEqual(confirmed);
    expect((await shop.lookByOrder(payment.orderId)).body).toEqual(confirmed);
  });

  test("answers in English if asked to", async () => {
    const payment = await shop.buyer({ card: "insufficient_balance" });
    const declined = await shop.confirm(payment, { "accept-language": "en-US" });
    expect(declined.body).toEqual({
      code: "REJECT_CARD_PAYMENT",
      message: "The card's limit or balance is too low.",
    });
    const { body } = await shop.look(payment.paymentKey, { "accept-language": "en-US" });
    expect(body).toMatchObject({ method: "CARD", failure: { code: "REJECT_CARD_PAYMENT" } });
  });
});

describe("amounts as strings, as Toss's published samples send them", () => {
  test.each([["50000"], ["50000.00"]])("%s can be confirmed and partly canceled", async (amount) => {
    const { paymentKey, orderId } = await shop.buyer({ amount: 50_000 });
    const paid = await shop.ask("POST", "/v1/payments/confirm", { paymentKey, orderId, amount });
    expect([paid.status, paid.body.status, paid.body.totalAmount]).toEqual([200, "DONE", 50_000]);
    const part = { cancelAmount: "20000", refundableAmount: "50000", taxFreeAmount: "0" };
    const back = await shop.cancel(paymentKey, part);
    expect([back.status, back.body.balanceAmount]).toEqual([200, 30_000]);
  });

  test("a virtual account can be issued", async () => {
    const api = merchantAt(shop.url, apiKeys.secret);
    const account = await api.ask("POST", "/v1/virtual-accounts", {
      amount: "50000",
      orderId: "sample_order_1",
      orderName: "토스 티셔츠 외 2건",
      customerName: "김토스",
      bank: "20",
      validHours: "24",
    });
    expect([account.status, account.body.totalAmount]).toEqual([200, 50_000]);
  });

  test.each(["", " ", "50000원", "5e4", "-1", "0", "0x10", "50,000", null, true, [50_000]])(
    "what is no number stays refused: %j",
    async (amount) => {
      const { paymentKey, orderId } = await shop.buyer({ amount: 50_000 });
      const refused = await shop.ask("POST", "/v1/payments/confirm", { paymentKey, orderId, amount });
      expect([refused.status, refused.body.code]).toEqual([400, "INVALID_REQUEST"]);
    },
  );
});

describe("a confirm is refused for", () => {
  test("an unknown payment", async () => {
    const refused = await shop.confirm({ paymentKey: "made_up", orderId: "order_1", amount: 1000 });
    expect([refused.status, refused.body.code]).toEqual([404, "NOT_FOUND_PAYMENT"]);
  });

  test("a payment of another key pair", async () => {
    const payment = await shop.buyer({ clientKey: apiKeys.client });
    const refused = await shop.confirm(payment);
    expect([refused.status, refused.body.code]).toEqual([400, "INVALID_API_KEY"]);
    expect((await shop.look(payment.paymentKey)).body.code).toBe("NOT_FOUND_PAYMENT");
    expect((await merchantAt(shop.url, apiKeys.secret).confirm(payment)).status).toBe(200);
  });

  test("a payment the buyer has not authenticated", async () => {
    const payment = await shop.buyer({ authenticate: false });
    expect(payment.status).toBe("READY");
    expect((await shop.confirm(payment)).body.code).toBe("NOT_FOUND_PAYMENT_SESSION");
  });

  test("a payment that is already confirmed", async () => {
    const payment = await shop.buyer();
    await shop.confirm(payment);
    const again = await shop.confirm(payment);
    expect([again.status, again.body.code]).toEqual([400, "ALREADY_PROCESSED_PAYMENT"]);
  });

  test("another order id or amount, and the payment is unchanged", async () => {
    const payment = await shop.buyer({ amount: 20_000 });
    const otherOrder = await shop.confirm({ ...payment, orderId: "somebody_else" });
    expect([otherOrder.status, otherOrder.body.code]).toEqual([403, "FORBIDDEN_REQUEST"]);
    const otherAmount = await shop.confirm({ ...payment, amount: 100 });
    expect([otherAmount.status, otherAmount.body.code]).toEqual([400, "INVALID_REQUEST"]);
    expect((await shop.look(payment.paymentKey)).body.status).toBe("IN_PROGRESS");
    expect((await shop.confirm(payment)).status).toBe(200);
  });

  test.each([
    ["not JSON", "{"],
    ["an array", []],
    ["a missing field", { paymentKey: "key", orderId: "order_1" }],
    ["an unknown field", { paymentKey: "key", orderId: "order_1", amount: 1, currency: "KRW" }],
    ["an amount in words", { paymentKey: "key", orderId: "order_1", amount: "1000원" }],
    ["an order id that is too short", { paymentKey: "key", orderId: "five5", amount: 1000 }],
  ])("%s", async (_, body) => {
    const refused = await shop.ask("POST", "/v1/payments/confirm", body);
    expect([refused.status, refused.body.code]).toEqual([400, "INVALID_REQUEST"]);
  });
});

describe("an order id", () => {
  test("returns the payment that took money, or else the newest", async () => {
    const first = await shop.buyer({ orderId: "tried_twice_1" });
    const second = await shop.buyer({ orderId: "tried_twice_1" });
    expect((await shop.lookByOrder("tried_twice_1")).body.paymentKey).toBe(second.paymentKey);
    await shop.confirm(first);
    expect((await shop.lookByOrder("tried_twice_1")).body.paymentKey).toBe(first.paymentKey);
  });

  test("can be paid only once, in an open window or a new one", async () => {
    const first = await shop.buyer({ orderId: "paid_once_1" });
    const second = await shop.buyer({ orderId: "paid_once_1" });
    await shop.confirm(first);
    const late = await shop.confirm(second);
    expect([late.status, late.body.code]).toEqual([400, "DUPLICATED_ORDER_ID"]);
    const window = await shop.ask("POST", "/_control/payments", { orderId: "paid_once_1", amount: 1000 });
    expect(window.body.code).toBe("DUPLICATED_ORDER_ID");
  });

  test("returns 404 if it is unknown", async () => {
    const { status, body } = await shop.lookByOrder("never_heard_of");
    expect([status, body.code]).toEqual([404, "NOT_FOUND_PAYMENT"]);
  });
});

describe("the card company declines", () => {
  test.each([
    ["insufficient_balance", 403, "REJECT_CARD_PAYMENT"],
    ["limit_exceeded", 400, "EXCEED_MAX_DAILY_PAYMENT_COUNT"],
    ["lost_or_stolen", 400, "INVALID_CARD_LOST_OR_STOLEN"],
  ])("the card %s at confirm, and the payment is aborted", async (card, status, code) => {
    const payment = await shop.buyer({ card });
    const declined = await shop.confirm(payment);
    expect([declined.status, declined.body.code]).toEqual([status, code]);
    const { body } = await shop.look(payment.paymentKey);
    expect(body).toMatchObject({ status: "ABORTED", failure: { code }, approvedAt: null, card: null });
    expect((await shop.confirm(payment)).body.code).toBe("ALREADY_PROCESSED_PAYMENT");
  });

  test("an amount below 100 won", async () => {
    const declined = await shop.confirm(await shop.buyer({ amount: 99 }));
    expect([declined.status, declined.body.code]).toEqual([400, "BELOW_MINIMUM_AMOUNT"]);
  });

  test("during authentication: the payment stays READY and the browser goes to the fail URL", async () => {
    const payment = await shop.buyer({ card: "issuer_refused", failUrl: "http://shop.test/fail" });
    expect(payment.status).toBe("READY");
    const url = new URL(payment.redirectUrl ?? "");
    expect(url.searchParams.get("code")).toBe("REJECT_CARD_COMPANY");
    expect(url.searchParams.get("orderId")).toBe(payment.orderId);
  });
});

describe("keys", () => {
  const basic = (credentials: string) => ({
    authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
  });

  test.each([
    ["without a colon", basic("test_gsk_emulator_widget0000000000"), 403, "INCORRECT_BASIC_AUTH_FORMAT"],
    [
      "with a password",
      basic("test_gsk_emulator_widget0000000000:secret"),
      403,
      "INCORRECT_BASIC_AUTH_FORMAT",
    ],
    ["that are unknown", basic("test_gsk_unknown:"), 401, "UNAUTHORIZED_KEY"],
    ["with a byte order mark", basic("\uFEFFtest_gsk_emulator_widget0000000000:"), 401, "UNAUTHORIZED_KEY"],
    ["that are client keys", basic("test_gck_emulator_widget0000000000:"), 400, "INVALID_API_KEY"],
    [
      "as a bearer token",
      { authorization: "Bearer test_gsk_emulator_widget0000000000" },
      400,
      "INVALID_AUTHORIZE_AUTH",
    ],
    ["that are missing", { authorization: "" }, 401, "UNAUTHORIZED_KEY"],
  ])("%s", async (_, headers, status, code) => {
    const payment = await shop.buyer();
    const refused = await shop.confirm(payment, headers);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await shop.look(payment.paymentKey)).body.status).toBe("IN_PROGRESS");
  });

  test("of the public documentation are accepted", async () => {
    const docs = merchantAt(shop.url, "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6");
    const payment = await docs.buyer({ clientKey: "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm" });
    expect((await docs.confirm(payment)).body.status).toBe("DONE");
  });
});

describe("a test code", () => {
  test("returns that error and changes nothing", async () => {
    const payment = await shop.buyer();
    const code = "EXCEED_MAX_CARD_INSTALLMENT_PLAN";
    const refused = await shop.confirm(payment, { "tosspayments-test-code": code });
    expect([refused.status, refused.body.code]).toEqual([400, code]);
    expect((await shop.look(payment.paymentKey)).body.status).toBe("IN_PROGRESS");
  });

  test("that does not exist is refused", async () => {
    const refused = await shop.look("any", { "tosspayments-test-code": "NO_SUCH_CODE" });
    expect([refused.status, refused.body.code]).toEqual([400, "INVALID_TEST_CODE"]);
  });
});

test("unknown routes are refused in the gateway's format", async () => {
  const nowhere = await shop.ask("GET", "/v1/nowhere");
  expect([nowhere.status, nowhere.body.code]).toEqual([404, "NOT_FOUND"]);
  const wrongMethod = await shop.ask("PUT", "/v1/payments/confirm", {});
  expect([wrongMethod.status, wrongMethod.body.code]).toEqual([404, "NOT_FOUND_HTTP_METHOD"]);
});
