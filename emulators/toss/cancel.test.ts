import { afterAll, describe, expect, test } from "vitest";
import { apiKeys, merchantAt, openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

async function paid(amount: number) {
  const payment = await shop.buyer({ amount });
  await shop.confirm(payment);
  return payment;
}

/** Advances the gateway's clock by more than a second, without waiting. */
const aMomentLater = () => shop.turnClock(1);

describe("a cancel", () => {
  test("refunds the whole payment", async () => {
    const { paymentKey } = await paid(15_000);
    const { status, body } = await shop.cancel(paymentKey);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "CANCELED",
      totalAmount: 15_000,
      balanceAmount: 0,
      suppliedAmount: 0,
      vat: 0,
      cancels: [
        { cancelAmount: 15_000, cancelReason: "단순 변심", refundableAmount: 0, cancelStatus: "DONE" },
      ],
    });
    expect(body.lastTransactionKey).toBe(body.cancels[0]?.transactionKey);
  });

  test("refunds in parts until nothing is left", async () => {
    const { paymentKey } = await paid(10_000);
    const first = await shop.cancel(paymentKey, { cancelAmount: 3_000 });
    expect(first.body).toMatchObject({ status: "PARTIAL_CANCELED", balanceAmount: 7_000, vat: 636 });
    await aMomentLater();
    const second = await shop.cancel(paymentKey, { cancelAmount: 7_000, refundableAmount: 7_000 });
    expect(second.body).toMatchObject({ status: "CANCELED", balanceAmount: 0 });
    expect(
      second.body.cancels.map(({ cancelAmount, refundableAmount }) => [cancelAmount, refundableAmount]),
    ).toEqual([
      [3_000, 7_000],
      [7_000, 0],
    ]);
    expect(new Set(second.body.cancels.map(({ transactionKey }) => transactionKey)).size).toBe(2);
  });
});

describe("a cancel is refused", () => {
  test("for more than is left", async () => {
    const { paymentKey } = await paid(10_000);
    const refused = await shop.cancel(paymentKey, { cancelAmount: 10_001 });
    expect([refused.status, refused.body.code]).toEqual([403, "NOT_CANCELABLE_AMOUNT"]);
    expect((await shop.look(paymentKey)).body.balanceAmount).toBe(10_000);
  });

  test("when the payment is already canceled", async () => {
    const { paymentKey } = await paid(10_000);
    await shop.cancel(paymentKey);
    await aMomentLater();
    const refused = await shop.cancel(paymentKey);
    expect([refused.status, refused.body.code]).toEqual([400, "ALREADY_CANCELED_PAYMENT"]);
  });

  test("within a second of the previous cancel", async () => {
    const { paymentKey } = await paid(10_000);
    await shop.cancel(paymentKey, { cancelAmount: 1_000 });
    const refused = await shop.cancel(paymentKey, { cancelAmount: 1_000 });
    expect([refused.status, refused.body.code]).toEqual([403, "FORBIDDEN_CONSECUTIVE_REQUEST"]);
    expect((await shop.look(paymentKey)).body.balanceAmount).toBe(9_000);
  });

  test("when `refundableAmount` is not what is left", async () => {
    const { paymentKey } = await paid(10_000);
    const refused = await shop.cancel(paymentKey, { cancelAmount: 1_000, refundableAmount: 9_000 });
    expect([refused.status, refused.body.code]).toEqual([400, "NOT_MATCHES_REFUNDABLE_AMOUNT"]);
  });

  test("in another currency", async () => {
    const { paymentKey } = await paid(10_000);
    expect((await shop.cancel(paymentKey, { currency: "USD" })).body.code).toBe("INVALID_CURRENCY");
  });

  test("before the payment is confirmed", async () => {
    const { paymentKey } = await shop.buyer();
    const refused = await shop.cancel(paymentKey);
    expect([refused.status, refused.body.code]).toEqual([403, "NOT_CANCELABLE_PAYMENT"]);
  });

  test("with another merchant's key", async () => {
    const { paymentKey } = await paid(10_000);
    const stranger = merchantAt(shop.url, apiKeys.secret);
    expect((await stranger.cancel(paymentKey)).body.code).toBe("FORBIDDEN_REQUEST");
    expect((await stranger.cancel("made_up")).body.code).toBe("NOT_FOUND_PAYMENT");
  });

  test.each([
    ["no reason", { cancelReason: "" }],
    ["a reason that is too long", { cancelReason: "가".repeat(201) }],
    ["an amount in words", { cancelAmount: "1000원" }],
    ["an empty body", { cancelAmount: 0 }],
    ["an unknown field", { amount: 1_000 }],
  ])("with %s", async (_, body) => {
    const { paymentKey } = await paid(10_000);
    const refused = await shop.cancel(paymentKey, body);
    expect([refused.status, refused.body.code]).toEqual([400, "INVALID_REQUEST"]);
  });
});

test("a refund in the console changes what the shop's `refundableAmount` must be", async () => {
  const { paymentKey } = await paid(10_000);
  const console = await shop.ask("POST", `/_control/payments/${paymentKey}/cancel`, {
    amount: 4_000,
    reason: "콘솔",
  });
  expect(console.body).toMatchObject({ status: "PARTIAL_CANCELED", balanceAmount: 6_000 });
  expect((await shop.cancel(paymentKey, { refundableAmount: 10_000 })).body.code).toBe(
    "NOT_MATCHES_REFUNDABLE_AMOUNT",
  );
  expect((await shop.cancel(paymentKey, { refundableAmount: 6_000 })).body.balanceAmount).toBe(0);
});
