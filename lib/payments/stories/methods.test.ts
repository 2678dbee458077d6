import { describe, expect, onTestFinished, test } from "vitest";
import { auditOrder } from "@/lib/books/invariants";
import { fault, toss, turnClock, withPairs, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  anOrder,
  anOrderFor,
  aReadyWish,
  confirmWith,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import type { Choice } from "@/testing/toss-emulator";
import { answerOfConfirm } from "../../answers/payment";
import { now, seconds } from "../../clock";
import type { PaymentMethod } from "../../contracts/methods";
import { env } from "../../settings/env";
import { freeInstallments } from "../checkout/checkout";
import { readyToss } from "../toss/ready";
import { presentReady } from "../view/present-opened";
import { reconcileOnce } from "../worker/reconcile";

/** An attempt prepared for a method, and authenticated in Toss's window with the shopper's choice there. */
async function authenticated(method: PaymentMethod, choice: Choice, amount = 29_000) {
  const order = await anOrderFor(amount);
  const { payment } = await readyToss(order, { ...aReadyWish(order), method }, now());
  const clientKey = env().toss.pairs[payment.keyPair === "api" ? "api" : "widget"]?.clientKey;
  const opened = await toss.payments.open({
    orderId: payment.gatewayOrderId,
    amount,
    ...choice,
    ...(clientKey ? { clientKey } : {}),
  });
  return { order, payment, paymentKey: opened.paymentKey };
}

const ways: [PaymentMethod, Choice, object][] = [
  ["TRANSFER", { method: "TRANSFER", bank: "SHINHAN" }, { transfer: { bank: "88", bank_name: "신한은행" } }],
  ["MOBILE", { method: "MOBILE_PHONE" }, { card: null, easy_pay: null, transfer: null }],
  [
    "EASY_PAY",
    { method: "EASY_PAY", provider: "TOSSPAY", source: "money" },
    { easy_pay: { provider: "토스페이", amount: 29_000, discount: 0 }, card: null },
  ],
  [
    "EASY_PAY",
    { method: "EASY_PAY", provider: "NAVERPAY", source: "card" },
    { easy_pay: { provider: "네이버페이", amount: 0, discount: 0 }, card: { installment_months: 0 } },
  ],
  [
    "EASY_PAY",
    { method: "EASY_PAY", provider: "SSG", source: "points", points: 4_000 },
    { easy_pay: { provider: "SSG페이", amount: 25_000, discount: 4_000 } },
  ],
];

describe.each(ways)("%s, %j", (method, choice, shown) => {
  test("pays an order, and the receipt says how", async () => {
    const { order, payment, paymentKey } = await authenticated(method, choice);
    const { body } = await answerOfConfirm(await confirmWith(payment, paymentKey));
    expect(body).toMatchObject({ status: "paid", method, captured: 29_000, ...shown });
    expect((await orderNow(order)).status).toBe("paid");
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test.each(["drop_before", "drop_after", "error_after", "malformed"] as const)(
    "is charged once, whatever breaks: %s",
    async (kind) => {
      const { order, payment, paymentKey } = await authenticated(method, choice);
      await fault(kind, { operation: "confirm", times: 1 });
      await confirmWith(payment, paymentKey);
      await turnClock(seconds(20));
      await reconcileOnce();
      expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 29_000 });
      const acted = (await writesAsked(payment.gatewayOrderId)).filter((request) => request.acted);
      expect(acted).toHaveLength(1);
      expect(await auditOrder(order.id)).toEqual([]);
    },
  );
});

test.each([
  ["TRANSFER", { method: "TRANSFER", outcome: "insufficient_balance" }, "REJECT_ACCOUNT_PAYMENT"],
  ["MOBILE", { method: "MOBILE_PHONE", outcome: "monthly_limit" }, "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT"],
] as const)(
  "%s is declined, nothing is charged, and the order can be paid in another way",
  async (...row) => {
    const [method, choice, code] = row;
    const { order, payment, paymentKey } = await authenticated(method, choice);
    expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "failed", failureCode: code });
    const card = await anAttempt(order);
    const opened = await toss.payments.open({ orderId: card.payment.gatewayOrderId, amount: 29_000 });
    expect((await confirmWith(card.payment, opened.paymentKey)).status).toBe("paid");
  },
);

test("a card pays ₩50,000 in installments, and the receipt says how many", async () => {
  const { payment, paymentKey } = await authenticated(
    "CARD",
    { method: "CARD", installmentMonths: 3 },
    50_000,
  );
  const { body } = await answerOfConfirm(await confirmWith(payment, paymentKey));
  expect(body.card).toMatchObject({ installment_months: 3, interest_free: false, points_used: false });
});

test("a shop with API keys only opens the payment window, and charges under those keys", async () => {
  withPairs("api");
  const { order, payment, paymentKey } = await authenticated("CARD", {});
  expect(payment.keyPair).toBe("api");
  expect(presentReady(order, payment).toss).toMatchObject({
    keys: "api",
    client_key: env().toss.pairs.api?.clientKey,
    customer_phone: "01012345678",
  });
  expect((await confirmWith(payment, paymentKey)).status).toBe("paid");
});

test("the window offers what the shop's contract has, and the receipt says what was used", async () => {
  withPairs("api");
  const settings = env().toss;
  onTestFinished(() => {
    settings.cardOffers = undefined;
  });
  settings.cardOffers = { freeInstallments: [{ company: "61", months: [2, 3] }], cardPoints: true };
  expect(freeInstallments()).toEqual([{ company: "61", months: [2, 3] }]);
  const { order, payment, paymentKey } = await authenticated(
    "CARD",
    {
      method: "CARD",
      company: "61",
      installmentMonths: 3,
      freeInstallmentPlans: settings.cardOffers.freeInstallments,
      cardPoints: true,
    },
    50_000,
  );
  expect(presentReady(order, payment).toss.card).toEqual({
    free_installment_plans: [{ company: "61", months: [2, 3] }],
    use_card_point: true,
  });
  const { body } = await answerOfConfirm(await confirmWith(payment, paymentKey));
  expect(body.card).toMatchObject({ installment_months: 3, interest_free: true, points_used: true });
});

test("a wallet, a shop without such a contract and Toss's widget get no card options", async () => {
  const optionsOf = async (method: PaymentMethod) => {
    const { order, payment } = await authenticated(method, {});
    return presentReady(order, payment).toss.card;
  };
  const settings = env().toss;
  onTestFinished(() => {
    settings.cardOffers = undefined;
  });
  expect(await optionsOf("CARD")).toBeNull();
  settings.cardOffers = { freeInstallments: [{ company: "61", months: [3] }], cardPoints: false };
  expect(await optionsOf("CARD")).toBeNull();
  expect(freeInstallments()).toEqual([]);
  withPairs("api");
  expect(await optionsOf("CARD")).toEqual({ free_installment_plans: [{ company: "61", months: [3] }] });
  expect(await optionsOf("EASY_PAY")).toBeNull();
});

test("another amount was authenticated than claimed: no money moves, and the order is free at once", async () => {
  const { order, payment } = await anAttempt(await anOrder());
  const opened = await toss.payments.open({ orderId: payment.gatewayOrderId, amount: 100 });
  await confirmWith(payment, opened.paymentKey);
  expect(await paymentNow(payment)).toMatchObject({ status: "ready", captured: 0 });
  expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
});
