import { afterAll, describe, expect, test } from "vitest";
import { apiKeys, openToss } from "../testing/toss-merchant";

const shop = await openToss({ secretKey: apiKeys.secret });
afterAll(() => shop.close());
let orders = 0;

const buyersAccount = { bank: "88", accountNumber: "110123456789", holderName: "김토스" };
const play = (paymentKey: string, what: string, body: object = {}) =>
  shop.ask("POST", `/_control/payments/${paymentKey}/${what}`, body);

async function deposited() {
  const { body } = await shop.ask("POST", "/v1/virtual-accounts", {
    amount: 50_000,
    orderId: `deposited_${++orders}`,
    orderName: "포스터 A2",
    customerName: "김토스",
    bank: "20",
  });
  return (await play(body.paymentKey, "deposit")).body;
}

describe("a deposit is refunded", () => {
  test("to the account the shop names, also in parts", async () => {
    const { paymentKey } = await deposited();
    const part = await shop.cancel(paymentKey, { cancelAmount: 20_000, refundReceiveAccount: buyersAccount });
    expect(part.body).toMatchObject({
      status: "PARTIAL_CANCELED",
      balanceAmount: 30_000,
      virtualAccount: {
        refundStatus: "PENDING",
        refundReceiveAccount: { bankCode: "88", accountNumber: "110123456789", holderName: "김토스" },
      },
    });
    await shop.turnClock(31);
    const rest = await shop.cancel(paymentKey, { refundReceiveAccount: buyersAccount });
    expect(rest.body).toMatchObject({
      status: "CANCELED",
      balanceAmount: 0,
      virtualAccount: { refundReceiveAccount: null },
    });
    await shop.turnClock(2 * 24 * 60);
    expect((await shop.look(paymentKey)).body.virtualAccount).toMatchObject({ refundStatus: "COMPLETED" });
  });

  test.each([
    ["without an account", null, 400, "INVALID_REFUND_ACCOUNT_INFO"],
    ["to another holder's", { holderName: "예금주불일치" }, 400, "INVALID_REFUND_ACCOUNT_INFO"],
    ["to a closed account", { holderName: "입금불가" }, 400, "FORBIDDEN_BANK_REFUND_REQUEST"],
    ["to an unknown bank", { bank: "99" }, 400, "INVALID_BANK"],
    ["to a virtual account", { accountNumber: "X1234567890" }, 400, "INVALID_REFUND_ACCOUNT_NUMBER"],
    ["to a number that is too long", { accountNumber: "1".repeat(21) }, 400, "INVALID_REFUND_ACCOUNT_NUMBER"],
  ])("but not %s", async (_, wrong, status, code) => {
    const { paymentKey } = await deposited();
    const account = wrong && { ...buyersAccount, ...wrong };
    const refused = await shop.cancel(paymentKey, { refundReceiveAccount: account });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await shop.look(paymentKey)).body).toMatchObject({ status: "DONE", balanceAmount: 50_000 });
  });

  test("but not after 365 days", async () => {
    const { paymentKey } = await deposited();
    await shop.turnClock(366 * 24 * 60);
    const refused = await shop.cancel(paymentKey, { refundReceiveAccount: buyersAccount });
    expect([refused.status, refused.body.code]).toEqual([403, "EXCEED_MAX_REFUND_DUE"]);
  });

  test.each(["NONE", "FAILED", "PARTIAL_FAILED", "COMPLETED"])(
    "as far as its bank is: %s",
    async (status) => {
      const { paymentKey } = await deposited();
      expect((await play(paymentKey, "refund-status", { status })).status).toBe(403);
      await shop.cancel(paymentKey, { cancelAmount: 20_000, refundReceiveAccount: buyersAccount });
      await play(paymentKey, "refund-status", { status });
      await shop.turnClock(3 * 24 * 60);
      const { body } = await shop.look(paymentKey);
      expect(body).toMatchObject({ status: "PARTIAL_CANCELED", virtualAccount: { refundStatus: status } });
      const rest = await shop.cancel(paymentKey, { refundReceiveAccount: buyersAccount });
      expect(rest.body.virtualAccount).toMatchObject({ refundStatus: "PENDING" });
    },
  );

  test("from the console, to the account it came from", async () => {
    const { paymentKey } = await deposited();
    const { body } = await play(paymentKey, "cancel", { reason: "품절" });
    expect(body).toMatchObject({
      status: "CANCELED",
      virtualAccount: { refundReceiveAccount: { bankCode: "20", holderName: "김토스" } },
    });
  });
});
