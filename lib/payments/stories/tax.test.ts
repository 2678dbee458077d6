import { expect, test } from "vitest";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { atGateway, toss, turnClock, writesAsked } from "@/testing/gateway";
import {
  aKey,
  anAccount,
  anAttempt,
  anOrder,
  aPaidPayment,
  aProduct,
  confirmWith,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { auditOrder } from "../../books/invariants";
import { lookAndRecord } from "../engine/look";
import { betweenRefundsMs } from "../engine/reserve-refund";
import { type RefundOfOrder, refundOrder } from "../refunds/refund-by-number";
import { presentPayment } from "../view/present";
import { presentReady } from "../view/present-opened";

/** A mug for 18,000 won with VAT, and three books for 14,000 won each without. */
async function aMixedOrder() {
  const mug = await aProduct({ priceKrw: 18_000 });
  const book = await aProduct({ priceKrw: 14_000, taxClass: "tax_free" });
  return anOrder([
    { sku: mug.sku, quantity: 1 },
    { sku: book.sku, quantity: 3 },
  ]);
}

const give = async (order: Order, payment: Payment, differs: Partial<RefundOfOrder>) => {
  const wish = {
    amount: undefined,
    reason: "변심",
    keyed: aKey(),
    actor: "key:key_1",
    address: "203.0.113.7",
  };
  const { refund } = await refundOrder(await orderNow(order), await paymentNow(payment), {
    ...wish,
    ...differs,
  });
  await turnClock(betweenRefundsMs);
  return refund;
};

/** Our split of what is left is Toss's, and so are the sums. */
async function expectSameSplit(order: Order, payment: Payment) {
  const ours = presentPayment(await orderNow(order), await paymentNow(payment)).tax;
  const theirs = await atGateway(payment.gatewayOrderId);
  expect(theirs).toMatchObject({
    suppliedAmount: ours?.supply,
    vat: ours?.vat,
    taxFreeAmount: ours?.tax_free,
  });
  expect(await auditOrder(order.id)).toEqual([]);
  return ours;
}

test("Mina pays for a mug and three books: Toss is told what is tax-free, and each refund takes its share", async () => {
  const order = await aMixedOrder();
  const { payment: attempt } = await anAttempt(order);
  expect(presentReady(order, attempt).toss).toMatchObject({
    amount: { value: 60_000 },
    tax_free_amount: 42_000,
  });
  const { payment } = await aPaidPayment(order);
  expect(await expectSameSplit(order, payment)).toEqual({ supply: 16_364, vat: 1_636, tax_free: 42_000 });

  expect(await give(order, payment, { amount: 10_001 })).toMatchObject({ state: "done", taxFree: 7_001 });
  expect(await expectSameSplit(order, payment)).toEqual({ supply: 13_636, vat: 1_364, tax_free: 34_999 });
  // The mug is sent back: all of that is taxable.
  expect(await give(order, payment, { amount: 15_000, taxFree: 0 })).toMatchObject({ taxFree: 0 });
  expect(await expectSameSplit(order, payment)).toEqual({ supply: 0, vat: 0, tax_free: 34_999 });
  expect(await give(order, payment, {})).toMatchObject({ state: "done", amount: 34_999, taxFree: 34_999 });
  expect(await paymentNow(payment)).toMatchObject({ refunded: 60_000, taxFreeRefunded: 42_000 });
  const { cancels } = await atGateway(payment.gatewayOrderId);
  expect(cancels?.map(({ taxFreeAmount }) => taxFreeAmount)).toEqual([7_001, 0, 34_999]);
});

test("a refund that takes more of either part than is left is refused, and nothing is written", async () => {
  const order = await aMixedOrder();
  const { payment } = await aPaidPayment(order);
  for (const wish of [
    { amount: 18_001, taxFree: 0 },
    { amount: 42_001, taxFree: 42_002 },
    { amount: 10_000, taxFree: 10_001 },
    { amount: undefined, taxFree: 41_999 },
  ])
    await expect(give(order, payment, wish)).rejects.toMatchObject({
      code: "partial_refund_not_possible",
      details: { errors: [{ field: "tax_free_amount" }] },
    });
  expect(await refundsOf(db, payment.id)).toEqual([]);
  const taxable = await aPaidPayment();
  await expect(give(taxable.order, taxable.payment, { amount: 500, taxFree: 1 })).rejects.toMatchObject({
    code: "partial_refund_not_possible",
  });
});

test("refunds that are reserved at once share what is left of the tax-free part", async () => {
  const order = await aMixedOrder();
  const { payment } = await aPaidPayment(order);
  const wish = { reason: "변심", actor: "key:key_1", address: "203.0.113.7" };
  const asks = [20_000, 20_000, 20_000].map((amount) =>
    refundOrder(order, payment, { ...wish, amount, keyed: aKey() }),
  );
  await Promise.all(asks);
  const all = await refundsOf(db, payment.id);
  expect(all.reduce((sum, { taxFree }) => sum + taxFree, 0)).toBe(42_000);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("somebody refunds the mug in Toss's console: the next refund takes what is left of the books", async () => {
  const order = await aMixedOrder();
  const { payment, paymentKey } = await aPaidPayment(order);
  await toss.payments.cancel(paymentKey, { amount: 18_000, reason: "콘솔" });
  await lookAndRecord(payment.id);
  await turnClock(betweenRefundsMs);
  expect(await expectSameSplit(order, payment)).toEqual({ supply: 0, vat: 0, tax_free: 42_000 });
  expect(await give(order, payment, { amount: 14_000 })).toMatchObject({ state: "done", taxFree: 14_000 });
  expect(await expectSameSplit(order, payment)).toEqual({ supply: 0, vat: 0, tax_free: 28_000 });
});

test("a virtual account knows the tax-free part from its start", async () => {
  const { order, payment, paymentKey } = await anAccount(await aMixedOrder());
  const [issue] = await writesAsked(payment.gatewayOrderId);
  expect(issue?.body).toMatchObject({ amount: 60_000, taxFreeAmount: 42_000 });
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  expect(await expectSameSplit(order, payment)).toEqual({ supply: 16_364, vat: 1_636, tax_free: 42_000 });
});

test("a browser tells Toss another tax-free amount: the books follow Toss, and an operator is told", async () => {
  const alarms = listenForAlarms();
  const { order, payment } = await anAttempt(await aMixedOrder());
  const { paymentKey } = await toss.payments.open({ orderId: payment.gatewayOrderId, amount: 60_000 });
  await confirmWith(payment, paymentKey);
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", taxFree: 0 });
  expect(await expectSameSplit(order, payment)).toEqual({ supply: 54_545, vat: 5_455, tax_free: 0 });
  expect(alarms()).toMatchObject([{ payment: payment.id, asked: 42_000, told: 0 }]);
});
