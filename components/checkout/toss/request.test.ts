import type { TossPaymentsPayment } from "@tosspayments/tosspayments-sdk";
import { expect, test, vi } from "vitest";
import type { Attempt } from "./prepare";
import { requestPayment } from "./request";

const attempt: Attempt = {
  sdk_url: "https://js.tosspayments.com/v2/standard",
  keys: "api",
  client_key: "test_ck_1",
  customer_key: "@@ANONYMOUS",
  order_id: "ORD-20261121-AAAAAA-1",
  order_name: "쿨 티셔츠",
  amount: { value: 58_000, currency: "KRW" },
  tax_free_amount: 0,
  card: { free_installment_plans: [{ company: "61", months: [2, 3] }], use_card_point: true },
  success_url: "https://shop.test/payments/toss/success",
  fail_url: "https://shop.test/payments/toss/fail",
  customer_name: "김민아",
  customer_email: null,
  customer_phone: null,
};

/** What Toss's SDK is asked for. */
async function asked(choice: "CARD" | "TOSSPAY", more: Partial<Attempt> = {}) {
  const request = vi.fn(async (_: unknown) => undefined);
  const payment = { requestPayment: request } as unknown as TossPaymentsPayment;
  await requestPayment(payment, choice, { ...attempt, ...more });
  return request.mock.calls[0]?.[0];
}

test("a card's window gets the shop's interest-free plans and points", async () => {
  expect(await asked("CARD")).toMatchObject({
    method: "CARD",
    card: { freeInstallmentPlans: [{ company: "61", months: [2, 3] }], useCardPoint: true },
  });
  expect(await asked("CARD", { card: { free_installment_plans: [], use_card_point: true } })).toHaveProperty(
    "card",
    { useCardPoint: true },
  );
  expect(await asked("CARD", { card: null })).not.toHaveProperty("card");
});

test("a wallet's window gets neither", async () => {
  expect(await asked("TOSSPAY")).toHaveProperty("card", { flowMode: "DIRECT", easyPay: "TOSSPAY" });
});
