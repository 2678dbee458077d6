import { afterAll, describe, expect, test } from "vitest";
import { openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

const wallet = { provider: "TOSSPAY" };
const english = { "accept-language": "en" };

async function paid(choice: Record<string, unknown>) {
  const payment = await shop.buyer(choice);
  const { body, status } = await shop.confirm(payment);
  expect([status, body.code]).toEqual([200, undefined]);
  return body;
}

async function turnTo(instant: string) {
  await shop.ask("POST", "/_control/clock", { set: instant });
}

describe("the Payment object of a payment", () => {
  test("by bank transfer has the cash receipt the buyer chose", async () => {
    const cashReceipt = { type: "소득공제", registrationNumber: "01012345678" };
    const body = await paid({ method: "TRANSFER", bank: "국민", cashReceipt });
    expect(body).toMatchObject({
      method: "계좌이체",
      status: "DONE",
      transfer: { bankCode: "06", settlementStatus: "INCOMPLETED" },
      cashReceipt: { type: "소득공제", amount: 15_000, receiptKey: expect.any(String) },
      cashReceipts: [{ transactionType: "CONFIRM", customerIdentityNumber: "01012345678" }],
      card: null,
      easyPay: null,
      secret: null,
    });
    const canceled = await shop.cancel(body.paymentKey, { cancelAmount: 5_000 });
    expect(canceled.body.cashReceipts).toMatchObject([
      { transactionType: "CONFIRM", amount: 15_000 },
      { transactionType: "CANCEL", amount: 5_000 },
    ]);
  });

  test("by phone bill has the phone number", async () => {
    const body = await paid({ method: "MOBILE_PHONE", carrier: "LGU", phone: "01098765432" });
    expect(body).toMatchObject({
      method: "휴대폰",
      isPartialCancelable: false,
      mobilePhone: {
        customerMobilePhone: "01098765432",
        settlementStatus: "INCOMPLETED",
        receiptUrl: expect.stringContaining(shop.url),
      },
    });
  });

  test.each([
    [
      "a card",
      { provider: "NAVERPAY", source: "card", company: "현대", installmentMonths: 3 },
      { provider: "네이버페이", amount: 0, discountAmount: 0 },
      { amount: 60_000, issuerCode: "61", installmentPlanMonths: 3 },
    ],
    [
      "a card and points",
      { provider: "TOSSPAY", source: "card", company: "41", points: 7_000 },
      { provider: "토스페이", amount: 0, discountAmount: 7_000 },
      { amount: 53_000, issuerCode: "41" },
    ],
    [
      "money",
      { provider: "KAKAOPAY", source: "money" },
      { provider: "카카오페이", amount: 60_000, discountAmount: 0 },
      null,
    ],
    [
      "points and money",
      { provider: "SSG", source: "points", points: 2_500 },
      { provider: "SSG페이", amount: 57_500, discountAmount: 2_500 },
      null,
    ],
    [
      "points only",
      { provider: "LPAY", source: "points", points: 60_000 },
      { provider: "엘페이", amount: 0, discountAmount: 60_000 },
      null,
    ],
  ])("by wallet with %s has amounts that add up", async (_, wallet, easyPay, card) => {
    const body = await paid({ method: "EASY_PAY", amount: 60_000, ...wallet });
    expect(body).toMatchObject({
      method: "간편결제",
      easyPay,
      easyPayAmount: easyPay.amount,
      easyPayDiscountAmount: easyPay.discountAmount,
    });
    if (card) expect(body.card).toMatchObject(card);
    else expect(body.card).toBeNull();
    expect((card?.amount ?? 0) + easyPay.amount + easyPay.discountAmount).toBe(body.totalAmount);
  });

  test("has English values if asked for", async () => {
    const { paymentKey } = await paid({ method: "EASY_PAY", provider: "APPLEPAY" });
    const { body } = await shop.look(paymentKey, english);
    expect(body).toMatchObject({ method: "EASY_PAY", easyPay: { provider: "APPLEPAY" } });
  });
});

describe("the bank, carrier or wallet declines", () => {
  test.each([
    ["TRANSFER", "insufficient_balance", 403, "REJECT_ACCOUNT_PAYMENT"],
    ["TRANSFER", "daily_limit", 400, "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT"],
    ["TRANSFER", "one_time_limit", 400, "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT"],
    ["TRANSFER", "new_account", 400, "RESTRICTED_TRANSFER_ACCOUNT"],
    ["MOBILE_PHONE", "monthly_limit", 400, "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT"],
    ["MOBILE_PHONE", "carrier_trouble", 400, "PROVIDER_ERROR"],
    ["EASY_PAY", "insufficient_balance", 403, "REJECT_TOSSPAY_INVALID_ACCOUNT"],
    ["EASY_PAY", "card_declined", 403, "REJECT_CARD_PAYMENT"],
    ["EASY_PAY", "points_refused", 400, "NOT_ALLOWED_POINT_USE"],
    ["EASY_PAY", "suspicious", 403, "FDS_ERROR"],
  ])("%s, %s: at confirm, and the payment is aborted", async (method, outcome, status, code) => {
    const payment = await shop.buyer({ method, outcome, ...(method === "EASY_PAY" && wallet) });
    const declined = await shop.confirm(payment);
    expect([declined.status, declined.body.code]).toEqual([status, code]);
    expect((await shop.look(payment.paymentKey)).body).toMatchObject({
      status: "ABORTED",
      failure: { code },
    });
  });

  test.each([
    ["TRANSFER", "bank_closed", "NOT_AVAILABLE_BANK"],
    ["MOBILE_PHONE", "too_many_attempts", "EXCEED_MAX_AUTH_COUNT"],
    ["EASY_PAY", "wrong_password", "INVALID_PASSWORD"],
  ])("%s, %s: in the window, and the payment stays READY", async (method, outcome, code) => {
    const fields = {
      method,
      outcome,
      failUrl: "http://shop.test/fail",
      ...(method === "EASY_PAY" && wallet),
    };
    const { status, redirectUrl } = await shop.buyer(fields);
    expect(status).toBe("READY");
    expect(new URL(redirectUrl ?? "").searchParams.get("code")).toBe(code);
  });
});

describe("limits on amounts", () => {
  test.each([
    ["TRANSFER", 199, "BELOW_MINIMUM_AMOUNT"],
    ["TRANSFER", 10_000_001, "EXCEEDS_TRANSFER_AMOUNT_MAXIMUM"],
    ["MOBILE_PHONE", 1_000_001, "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT"],
    ["VIRTUAL_ACCOUNT", 199, "BELOW_MINIMUM_AMOUNT"],
  ])("%s refuses %i won", async (method, amount, code) => {
    expect((await shop.confirm(await shop.buyer({ method, amount }))).body.code).toBe(code);
  });

  test("a wallet has a card's minimum for cards, and an account's for money", async () => {
    const small = { method: "EASY_PAY", provider: "TOSSPAY", amount: 150 };
    const money = await shop.confirm(await shop.buyer({ ...small, source: "money" }));
    expect(money.body.code).toBe("BELOW_MINIMUM_AMOUNT");
    expect((await shop.confirm(await shop.buyer({ ...small, source: "card" }))).status).toBe(200);
  });

  test("a phone bill carries 1,000,000 won a month, less what was refunded", async () => {
    await turnTo("2031-03-05T12:00:00+09:00");
    const bill = { method: "MOBILE_PHONE", phone: "01055556666" };
    const first = await paid({ ...bill, amount: 600_000 });
    const over = await shop.confirm(await shop.buyer({ ...bill, amount: 400_001 }));
    expect(over.body.code).toBe("EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT");
    await paid({ ...bill, amount: 400_000 });
    await shop.cancel(first.paymentKey);
    await paid({ ...bill, amount: 600_000 });
    await turnTo("2031-04-01T00:00:01+09:00");
    await paid({ ...bill, amount: 1_000_000 });
  });
});

describe("refunds", () => {
  test("to a phone bill are whole and in the month of payment", async () => {
    await turnTo("2032-01-31T23:00:00+09:00");
    const [first, second] = [await paid({ method: "MOBILE_PHONE" }), await paid({ method: "MOBILE_PHONE" })];
    const part = await shop.cancel(first.paymentKey, { cancelAmount: 1_000 });
    expect([part.status, part.body.code]).toEqual([403, "NOT_ALLOWED_PARTIAL_REFUND"]);
    expect((await shop.cancel(first.paymentKey)).body.status).toBe("CANCELED");
    await turnTo("2032-02-01T00:00:00+09:00");
    const late = await shop.cancel(second.paymentKey);
    expect([late.status, late.body.code]).toEqual([403, "EXCEED_MAX_REFUND_DUE"]);
  });

  test("of transfers are possible for 180 days, also in parts", async () => {
    const { paymentKey } = await paid({ method: "TRANSFER" });
    await shop.turnClock(180 * 24 * 60);
    expect((await shop.cancel(paymentKey, { cancelAmount: 1_000 })).body.balanceAmount).toBe(14_000);
    await shop.turnClock(24 * 60);
    expect((await shop.cancel(paymentKey)).body.code).toBe("EXCEED_MAX_REFUND_DUE");
  });

  test("of cards are possible after years", async () => {
    const { paymentKey } = await paid({});
    await shop.turnClock(3 * 365 * 24 * 60);
    expect((await shop.cancel(paymentKey)).body.status).toBe("CANCELED");
  });

  test("to a wallet return money first and points last", async () => {
    const { paymentKey } = await paid({
      method: "EASY_PAY",
      provider: "TOSSPAY",
      source: "points",
      amount: 10_000,
      points: 3_000,
    });
    await shop.cancel(paymentKey, { cancelAmount: 8_000 });
    await shop.turnClock(1);
    const { body } = await shop.cancel(paymentKey);
    expect(body.cancels).toMatchObject([
      { cancelAmount: 8_000, easyPayDiscountAmount: 1_000 },
      { cancelAmount: 2_000, easyPayDiscountAmount: 2_000 },
    ]);
  });
});

describe("the control route refuses an attempt with", () => {
  test.each([
    ["an unknown method", { method: "SEASHELLS" }, undefined],
    ["a field of another method", { method: "TRANSFER", carrier: "SKT" }, undefined],
    ["an unknown wallet", { method: "EASY_PAY", provider: "SHELLPAY" }, "NOT_FOUND_METHOD"],
    ["an unknown bank", { method: "TRANSFER", bank: "99" }, "INVALID_BANK"],
    ["an outcome of another method", { method: "TRANSFER", outcome: "suspicious" }, "INVALID_REQUEST"],
    [
      "money from a wallet that has only cards",
      { method: "EASY_PAY", provider: "SAMSUNGPAY", source: "money" },
      "INVALID_REQUEST",
    ],
    [
      "more points than the amount",
      { method: "EASY_PAY", provider: "TOSSPAY", points: 15_001 },
      "INVALID_REQUEST",
    ],
    [
      "a carrier the shop does not offer",
      { method: "MOBILE_PHONE", carriers: ["KT"], carrier: "SKT" },
      "INVALID_REQUEST",
    ],
    [
      "installments below 50,000 won",
      { installmentMonths: 3 },
      "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT",
    ],
    [
      "more installments than the shop offers",
      { amount: 60_000, installmentMonths: 6, installmentMonthsMax: 3 },
      "EXCEED_MAX_CARD_INSTALLMENT_PLAN",
    ],
  ])("%s", async (_, choice, code) => {
    const attempt = { orderId: "no_sense_at_all", amount: 15_000, ...choice };
    const refused = await shop.ask("POST", "/_control/payments", attempt);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body.code).toBe(code);
    expect((await shop.lookByOrder("no_sense_at_all")).status).toBe(404);
  });
});
