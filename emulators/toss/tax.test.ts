import { afterAll, expect, test } from "vitest";
import { openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

async function paid(order: Record<string, unknown>) {
  const opened = await shop.buyer(order);
  return (await shop.confirm(opened)).body;
}

/** The two cancels of a payment must be more than a second apart. */
const aMomentLater = () => shop.turnClock(1);

test("what is left is split into supply value, VAT and tax-free part, which add up to it", async () => {
  const { paymentKey, ...body } = await paid({ amount: 10_000, taxFreeAmount: 3_000 });
  expect(body).toMatchObject({ suppliedAmount: 6_364, vat: 636, taxFreeAmount: 3_000 });
  const part = await shop.cancel(paymentKey, { cancelAmount: 4_000, taxFreeAmount: 1_000 });
  expect(part.body).toMatchObject({
    balanceAmount: 6_000,
    suppliedAmount: 3_636,
    vat: 364,
    taxFreeAmount: 2_000,
  });
  expect(part.body.cancels).toMatchObject([{ cancelAmount: 4_000, taxFreeAmount: 1_000 }]);
  await aMomentLater();
  const rest = await shop.cancel(paymentKey);
  expect(rest.body).toMatchObject({ suppliedAmount: 0, vat: 0, taxFreeAmount: 0 });
  expect(rest.body.cancels[1]).toMatchObject({ cancelAmount: 6_000, taxFreeAmount: 2_000 });
});

test.each([
  ["more than is left of it", { cancelAmount: 5_000, taxFreeAmount: 3_001 }],
  ["more than the cancel", { cancelAmount: 1_000, taxFreeAmount: 1_001 }],
  ["so little that more stays than is left in all", { cancelAmount: 8_000 }],
])("a cancel whose tax-free part is %s is refused", async (_, cancel) => {
  const { paymentKey } = await paid({ amount: 10_000, taxFreeAmount: 3_000 });
  const { status, body } = await shop.cancel(paymentKey, cancel);
  expect([status, body.code]).toEqual([400, "INVALID_REQUEST"]);
  expect((await shop.look(paymentKey)).body).toMatchObject({ balanceAmount: 10_000, taxFreeAmount: 3_000 });
});

test("an instant discount is part of the card's amount, and the first cancel takes all of it back", async () => {
  const { paymentKey, ...body } = await paid({ amount: 30_000, instantDiscount: true });
  expect(body).toMatchObject({ totalAmount: 30_000, card: { amount: 30_000 }, discount: { amount: 3_000 } });
  const small = await shop.cancel(paymentKey, { cancelAmount: 2_999 });
  expect([small.status, small.body.code]).toEqual([400, "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT"]);
  await aMomentLater();
  const first = await shop.cancel(paymentKey, { cancelAmount: 10_000 });
  expect(first.body.cancels).toMatchObject([{ cardDiscountAmount: 3_000 }]);
  await aMomentLater();
  const second = await shop.cancel(paymentKey, { cancelAmount: 500 });
  expect(second.body.cancels).toMatchObject([{ cardDiscountAmount: 3_000 }, { cardDiscountAmount: 0 }]);
});

test("the tax office answers about a cash receipt the day after, and refuses numbers that end in 0000", async () => {
  const cashReceipt = (registrationNumber: string) => ({ type: "소득공제", registrationNumber });
  const transfer = { method: "TRANSFER", amount: 10_000, taxFreeAmount: 3_000 };
  const good = await paid({ ...transfer, cashReceipt: cashReceipt("01012345678") });
  const bad = await paid({ ...transfer, cashReceipt: cashReceipt("01012340000") });
  expect(good.cashReceipts).toMatchObject([
    { transactionType: "CONFIRM", amount: 10_000, taxFreeAmount: 3_000, issueStatus: "IN_PROGRESS" },
  ]);
  await shop.turnClock(24 * 3_600);
  await shop.cancel(good.paymentKey, { cancelAmount: 4_000, taxFreeAmount: 1_000 });
  expect((await shop.look(good.paymentKey)).body.cashReceipts).toMatchObject([
    { transactionType: "CONFIRM", amount: 10_000, issueStatus: "COMPLETED", failure: null },
    { transactionType: "CANCEL", amount: 4_000, taxFreeAmount: 1_000, issueStatus: "IN_PROGRESS" },
  ]);
  expect((await shop.look(bad.paymentKey)).body.cashReceipts).toMatchObject([
    { issueStatus: "FAILED", failure: { code: "NTS_ERROR" } },
  ]);
});
