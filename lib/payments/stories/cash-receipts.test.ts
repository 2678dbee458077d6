import { expect, test } from "vitest";
import type { Payment } from "@/db/schema";
import { jiwoo } from "@/testing/desk-people";
import { atGateway, toss, turnClock } from "@/testing/gateway";
import {
  aKey,
  anAccount,
  anOrder,
  aPaidPayment,
  aProduct,
  needsNow,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { days } from "../../clock";
import { cashReceiptsPage } from "../../desk/read/lists";
import { lookAndRecord } from "../engine/look";
import { refundOrder } from "../refunds/refund-by-number";
import { presentPayment } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";

const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

/** A mug with VAT and a book without, paid by a deposit whose cash receipt goes to this number. */
async function aDeposit(registrationNumber: string) {
  const mug = await aProduct({ priceKrw: 18_000 });
  const book = await aProduct({ priceKrw: 14_000, taxClass: "tax_free" });
  const order = await anOrder([mug, book].map(({ sku }) => ({ sku, quantity: 1 })));
  const { payment, paymentKey } = await anAccount(order, {
    cashReceipt: { type: "income_deduction", registrationNumber },
  });
  expect(await paymentNow(payment)).toMatchObject({ cashReceipt: null });
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

const receiptsOf = async (payment: Payment) => {
  const now = await paymentNow(payment);
  return presentPayment(await orderNow({ id: now.orderId }), now).cash_receipts;
};

/** The tax office answers over night, and nobody tells the shop: it looks. */
async function aNightPasses() {
  await turnClock(days(1));
  await reconcileOnce();
}

test("Mina's deposit has a cash receipt, which Toss issues, follows her refund, and nobody's number is kept", async () => {
  const { order, payment } = await aDeposit("01012345678");
  const issued = { kind: "issued", type: "income_deduction", amount: 32_000, tax_free_amount: 14_000 };
  expect(await receiptsOf(payment)).toMatchObject([{ ...issued, state: "in_progress" }]);
  await aNightPasses();
  expect(await receiptsOf(payment)).toMatchObject([{ ...issued, state: "completed" }]);
  expect(await paymentNow(payment)).toMatchObject({ cashReceipt: "completed", nextLookAt: null });

  const wish = {
    amount: 16_000,
    reason: "변심",
    keyed: aKey(),
    actor: "key:key_1",
    address: "203.0.113.7",
    account,
  };
  await refundOrder(order, await paymentNow(payment), wish);
  await lookAndRecord(payment.id);
  const canceled = { kind: "canceled", amount: 16_000, tax_free_amount: 7_000 };
  for (let night = 0; night < 4; night += 1) await aNightPasses();
  expect(await receiptsOf(payment)).toMatchObject([
    { ...issued, state: "completed" },
    { ...canceled, state: "completed" },
  ]);
  expect(await needsNow(payment)).toEqual([]);
  expect(JSON.stringify(await paymentNow(payment))).not.toContain("01012345678");
  const { rows } = await cashReceiptsPage(jiwoo);
  expect(rows.find(({ id }) => id === payment.id)?.receipts).toHaveLength(2);
});

test("the tax office refuses a number: the receipt is shown as refused, and staff are called once", async () => {
  const { payment } = await aDeposit("01012340000");
  await aNightPasses();
  expect(await receiptsOf(payment)).toMatchObject([{ state: "failed" }]);
  expect(await paymentNow(payment)).toMatchObject({ cashReceipt: "failed", status: "paid" });
  expect(await needsNow(payment)).toEqual(["cash_receipt_failed:NTS_ERROR"]);
  await lookAndRecord(payment.id);
  expect(await needsNow(payment)).toEqual(["cash_receipt_failed:NTS_ERROR"]);
});

test("a card has no cash receipt", async () => {
  const { payment } = await aPaidPayment();
  expect(await receiptsOf(payment)).toEqual([]);
  expect(await paymentNow(payment)).toMatchObject({ cashReceipt: null });
  expect((await atGateway(payment.gatewayOrderId)).method).toBe("카드");
});
