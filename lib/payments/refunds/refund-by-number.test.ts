import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { fault, toss, turnClock, writesAsked } from "@/testing/gateway";
import { aKey, anAccount, aPaidPayment, callsNow, orderNow, paymentNow } from "@/testing/makers";
import { aPaidPage } from "@/testing/stripe-makers";
import { answerOfRefund } from "../../answers/refund";
import { auditOrder } from "../../books/invariants";
import { days, minutes } from "../../clock";
import { hashBody, type KeyedRequest } from "../../http/idempotency";
import { lookAndRecord } from "../engine/look";
import { betweenRefundsMs } from "../engine/reserve-refund";
import { reconcileOnce } from "../worker/reconcile";
import { paidOrder, type RefundOfOrder, refundOrder } from "./refund-by-number";

// The shop's back office makes refunds with its API key.
const office = { actor: "key:key_1", address: "203.0.113.7" };
const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

const give = (order: Order, payment: Payment, differs: Partial<RefundOfOrder> = {}) =>
  refundOrder(order, payment, { amount: undefined, reason: "변심", keyed: aKey(), ...office, ...differs });

/** An order whose virtual account received its deposit. */
async function aDeposit() {
  const { order, payment, paymentKey } = await anAccount();
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

const paid = { toss: aPaidPayment, stripe: aPaidPage };

describe.each(["toss", "stripe"] as const)("through %s", (gateway) => {
  test("part, part, then the rest: the payment, the books and the audit log agree", async () => {
    const { order, payment } = await paid[gateway]();
    for (const amount of [500, 700, undefined]) {
      const { order: standing, payment: paying } = await paidOrder(order.number, gateway);
      const { refund } = await give(standing, paying, { amount });
      expect(await answerOfRefund(refund)).toMatchObject({ body: { refund: { state: "done" } } });
      await turnClock(betweenRefundsMs);
    }
    expect(await paymentNow(payment)).toMatchObject({ refunded: payment.captured, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
    expect(await auditOf(db, order.number)).toMatchObject([
      {
        action: "refund_asked",
        actor: office.actor,
        address: office.address,
        detail: { payment: payment.id, amount: 500, before: { refunded: 0 } },
      },
      { detail: { amount: 700, before: { refunded: 500 } } },
      { detail: { amount: null, before: { refunded: 1_200 } } },
    ]);
  });

  test("more than is left is refused, and nothing is written", async () => {
    const { order, payment } = await paid[gateway]();
    await expect(give(order, payment, { amount: payment.captured + 1 })).rejects.toMatchObject({
      code: "refund_exceeds_balance",
    });
    expect(await refundsOf(db, payment.id)).toEqual([]);
    expect(await auditOf(db, order.number)).toEqual([]);
  });

  test("rule 24: the same key returns the same refund, however many come at once", async () => {
    const { order, payment } = await paid[gateway]();
    const body = { amount: 500 };
    const keyed: KeyedRequest = {
      caller: "key_1",
      operation: "refund",
      key: order.id,
      bodyHash: hashBody(body),
    };
    const all = await Promise.all(Array.from({ length: 10 }, () => give(order, payment, { ...body, keyed })));
    expect(new Set(all.map(({ refund }) => refund.id)).size).toBe(1);
    const again = await give(order, payment, { ...body, keyed });
    expect(again).toMatchObject({ replayed: true, refund: { state: "done", amount: 500 } });
    await expect(give(order, payment, { keyed: { ...keyed, bodyHash: "another" } })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect(await paymentNow(payment)).toMatchObject({ refunded: 500 });
  });

  test("thirty refunds of a tenth each at once: exactly ten are reserved, and asked one after another", async () => {
    const { order, payment } = await paid[gateway]();
    const tenth = payment.captured / 10;
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, () => give(order, payment, { amount: tenth })),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    for (let turn = 0; turn < 12; turn += 1) {
      await turnClock(minutes(1));
      await reconcileOnce();
    }
    expect(await paymentNow(payment)).toMatchObject({ refunded: payment.captured, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("an order that this gateway did not charge cannot be refunded through it", async () => {
    const { order } = await paid[gateway === "toss" ? "stripe" : "toss"]();
    await expect(paidOrder(order.number, gateway)).rejects.toMatchObject({ code: "order_not_paid" });
    await expect(paidOrder("ORD-20261121-ZZZZZZ", gateway)).rejects.toMatchObject({
      code: "order_not_found",
    });
  });
});

describe("a deposit is refunded to an account", () => {
  test("without one it is refused by the field's name, and nothing is reserved", async () => {
    const { order, payment } = await aDeposit();
    await expect(give(order, payment)).rejects.toMatchObject({
      code: "refund_account_required",
      details: { errors: [{ field: "refund_account" }] },
    });
    expect(await paymentNow(payment)).toMatchObject({ refundPending: 0 });
  });

  test("with one it is refunded there, and the account is erased as soon as that is done", async () => {
    const { order, payment } = await aDeposit();
    const { refund } = await give(order, payment, { amount: 9_000, account });
    expect(refund).toMatchObject({ state: "asked", account: expect.any(String) });
    await turnClock(days(2));
    await reconcileOnce();
    expect(await refundsOf(db, payment.id)).toMatchObject([{ id: refund.id, state: "done", account: null }]);
    const [asked] = (await writesAsked(payment.gatewayOrderId)).filter(
      ({ operation }) => operation === "cancel",
    );
    expect(asked?.body).toMatchObject({
      cancelAmount: 9_000,
      refundReceiveAccount: { bank: "20", accountNumber: "1002123456789", holderName: "김미나" },
    });
    expect(JSON.stringify([await callsNow(payment), await auditOf(db, order.number)])).not.toContain(
      "1002123456789",
    );
  });

  test("the gateway is silent: the account is kept, encrypted, until it answers", async () => {
    const { order, payment } = await aDeposit();
    const silence = await fault("drop_before", { operation: "cancel" });
    const { refund } = await give(order, payment, { account });
    expect(refund).toMatchObject({ state: "asked", account: expect.any(String) });
    expect(refund.account).not.toContain("1002123456789");
    expect(await answerOfRefund(refund)).toMatchObject({ status: 202 });
    await silence.mend();
    await turnClock(minutes(1));
    await reconcileOnce();
    await turnClock(days(2));
    await reconcileOnce();
    const [done] = await refundsOf(db, payment.id);
    expect(done).toMatchObject({ id: refund.id, state: "done", account: null });
  });

  test("an account that does not fit its holder is refused with the bank's own code, and another one can be named", async () => {
    const { order, payment } = await aDeposit();
    const { refund } = await give(order, payment, { account: { ...account, holderName: "MISMATCH" } });
    expect(refund).toMatchObject({ state: "failed", account: null });
    await expect(answerOfRefund(refund)).rejects.toMatchObject({
      code: "refund_declined",
      details: { gateway_code: "INVALID_REFUND_ACCOUNT_INFO" },
    });
    await turnClock(betweenRefundsMs);
    const second = (await give(order, payment, { account })).refund;
    expect(second).toMatchObject({ state: "asked" });
    await turnClock(days(2));
    await reconcileOnce();
    expect((await refundsOf(db, payment.id)).at(-1)).toMatchObject({ id: second.id, state: "done" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("an account that is named for a card is not stored", async () => {
    const { order, payment } = await aPaidPayment();
    const silence = await fault("drop_before", { operation: "cancel" });
    expect((await give(order, payment, { account })).refund).toMatchObject({ state: "asked", account: null });
    await silence.mend();
  });
});
