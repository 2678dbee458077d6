import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { mailsOf } from "@/db/mails";
import { refundsOf } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { aForm, deskAddress, haneul, jiwoo, minho, sora, withRefundLimits } from "@/testing/desk-people";
import { atGateway, takeMoney, toss } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  aPaidPayment,
  authenticate,
  byLetter,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { atStripe, turnClock } from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { minutes, now } from "../../clock";
import { lookAndRecord } from "../../payments/engine/look";
import { nameAccount } from "../../payments/refunds/name-account";
import { reconcileOnce } from "../../payments/worker/reconcile";
import { actorOf, type Staff } from "../staff/permissions";
import { approveRefund, rejectRefund } from "./approvals";
import { refundByStaff, type StaffRefund } from "./refund";

/** A staff member has viewed the payment, fills in the form and presses the button. */
async function give(staff: Staff, payment: Payment, differs: Partial<StaffRefund> = {}) {
  const { captured, refunded, refundPending } = await paymentNow(payment);
  const wish = {
    amount: undefined,
    expectedLeft: captured - refunded - refundPending,
    reason: "Changed her mind",
    ...differs,
  };
  return refundByStaff(staff, payment.id, { keyed: aForm(staff, wish), address: deskAddress, ...wish });
}

const paid = { toss: aPaidPayment, stripe: aPaidPage };
const givenBack = {
  toss: async (payment: Payment) =>
    ((await atGateway(payment.gatewayOrderId)).cancels ?? []).map(({ cancelAmount }) => cancelAmount),
  stripe: async (payment: Payment) =>
    ((await atStripe(payment.gatewayOrderId)).latest_charge?.refunds.data ?? []).map(({ amount }) => amount),
};

/** Time passes until no more requests are waiting. */
async function later() {
  for (let turn = 0; turn < 12; turn += 1) {
    await turnClock(minutes(1));
    await reconcileOnce();
  }
}

describe.each(["toss", "stripe"] as const)("through %s", (gateway) => {
  test("Sora refunds a part: the audit log says who, from where, and the state before and after", async () => {
    const { order, payment } = await paid[gateway]();
    const refund = await give(sora, payment, { amount: 700 });
    expect(refund).toMatchObject({ state: "done", amount: 700, requestedBy: actorOf(sora) });
    expect(await givenBack[gateway](payment)).toEqual([700]);
    expect(await auditOf(db, order.number)).toMatchObject([
      {
        actor: "staff:st_sora",
        action: "refund_asked",
        address: deskAddress,
        detail: {
          refund: refund.id,
          amount: 700,
          state: "asked",
          before: { refunded: 0, reserved: 0 },
          after: { refunded: 0, reserved: 700 },
        },
      },
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Sora and Minho press at once: one refunds it, the other is told", async () => {
    const { order, payment } = await paid[gateway]();
    const expectedLeft = payment.captured;
    const pressed = await Promise.allSettled(
      [sora, minho].map((staff) => give(staff, payment, { amount: 700, expectedLeft })),
    );
    const told = pressed.filter((one) => one.status === "rejected");
    expect(told).toMatchObject([{ reason: { code: "refund_outdated" } }]);
    await later();
    expect(await givenBack[gateway](payment)).toEqual([700]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 700, refundPending: 0 });
    expect(await auditOf(db, order.number)).toHaveLength(1);
  });

  test("a double click is one refund, also when it comes late, and with another body it is refused", async () => {
    const { payment } = await paid[gateway]();
    const wish = { amount: 700, expectedLeft: payment.captured };
    const keyed = aForm(sora, wish);
    const pressed = await Promise.all(
      Array.from({ length: 5 }, () => give(sora, payment, { ...wish, keyed })),
    );
    expect(new Set(pressed.map(({ id }) => id)).size).toBe(1);
    // The refundable amount has changed by now, and still it is the same refund.
    expect(await give(sora, payment, { ...wish, keyed })).toMatchObject({ state: "done", amount: 700 });
    await expect(
      give(sora, payment, { ...wish, keyed: aForm(sora, { amount: 800 }, keyed.key) }),
    ).rejects.toMatchObject({ code: "idempotency_key_reused" });
    expect(await givenBack[gateway](payment)).toEqual([700]);
  });

  test("three people try thirty refunds of a tenth, refreshing in between: exactly ten succeed", async () => {
    const { order, payment } = await paid[gateway]();
    const tenth = payment.captured / 10;
    const untilDone = async (staff: Staff): Promise<void> => {
      try {
        await give(staff, payment, { amount: tenth });
      } catch (error) {
        // Hearing that somebody was faster, they look again.
        if (error instanceof Error && "code" in error && error.code === "refund_outdated")
          return untilDone(staff);
        throw error;
      }
    };
    const people = Array.from({ length: 30 }, (_, at) => [sora, minho, jiwoo][at % 3] ?? sora);
    const pressed = await Promise.allSettled(people.map(untilDone));
    expect(pressed.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(pressed.filter(({ status }) => status === "rejected")).toEqual(
      Array.from({ length: 20 }, () =>
        expect.objectContaining({ reason: expect.objectContaining({ code: "refund_exceeds_balance" }) }),
      ),
    );
    await later();
    expect(await paymentNow(payment)).toMatchObject({ refunded: payment.captured, refundPending: 0 });
    expect(await givenBack[gateway](payment)).toEqual(Array.from({ length: 10 }, () => tenth));
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Jiwoo may refund up to the limit of one order, and not more in slices", async () => {
    withRefundLimits({ support: 1_000 });
    const { payment } = await paid[gateway]();
    await give(jiwoo, payment, { amount: 600 });
    await expect(give(jiwoo, payment, { amount: 401 })).rejects.toMatchObject({
      code: "refund_over_limit",
      status: 403,
    });
    await give(jiwoo, payment, { amount: 400 });
    await expect(give(jiwoo, payment, { amount: 1 })).rejects.toMatchObject({ code: "refund_over_limit" });
    // Each support member has a separate limit per order; managers have none of this kind.
    await give(sora, payment, { amount: 1_001 });
    await later();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 2_001, refundPending: 0 });
  });
});

test("slices pressed at once do not exceed the limit either", async () => {
  withRefundLimits({ support: 1_000 });
  const { payment } = await aPaidPayment();
  const press = async (): Promise<unknown> =>
    give(jiwoo, payment, { amount: 300 }).catch((error) =>
      error.code === "refund_outdated" ? press() : error.code,
    );
  const pressed = await Promise.all(Array.from({ length: 8 }, press));
  expect(pressed.filter((one) => one === "refund_over_limit")).toHaveLength(5);
  await later();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 900, refundPending: 0 });
});

test("whoever asks, for how much and in which order: no limit is exceeded, and no more is refunded than was paid", async () => {
  withRefundLimits({ support: 5_000, approvalAbove: 12_000 });
  const asked = fc.record({
    staff: fc.constantFrom(jiwoo, sora, minho),
    amount: fc.integer({ min: 1, max: 14_500 }),
    agreed: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { maxLength: 6 }), async (all) => {
      const { order, payment } = await aPaidPayment();
      const ask = async ({ staff, amount, agreed }: (typeof all)[number]) => {
        const refund = await give(staff, payment, { amount });
        if (refund.state !== "waiting_for_approval") return;
        const other = staff.id === sora.id ? minho : sora;
        if (agreed) await approveRefund(other, refund.id, deskAddress, now());
        else await rejectRefund(other, refund.id, { why: "no", address: deskAddress }, now());
      };
      // Two at a time: some lose to a faster colleague, and some exceed a limit.
      for (let at = 0; at < all.length; at += 2)
        await Promise.allSettled(all.slice(at, at + 2).map((one) => ask(one)));
      await later();
      const refunds = await refundsOf(db, payment.id);
      for (const staff of [jiwoo, sora, minho]) {
        const own = refunds.filter((it) => it.requestedBy === actorOf(staff) && it.state === "done");
        const alone = own.filter(({ decidedBy }) => decidedBy === null);
        const limit = staff.role === "support" ? 5_000 : 12_000;
        expect(sum(alone)).toBeLessThanOrEqual(limit);
        expect(own.every(({ decidedBy }) => decidedBy !== actorOf(staff))).toBe(true);
      }
      const standing = await paymentNow(payment);
      expect(standing.refundPending).toBe(0);
      expect(standing.refunded).toBe(sum(refunds.filter(({ state }) => state === "done")));
      expect(standing.refunded).toBeLessThanOrEqual(payment.captured);
      expect(await givenBack.toss(payment)).toHaveLength(
        refunds.filter(({ state }) => state === "done").length,
      );
      expect(await auditOrder(order.id)).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

const sum = (rows: { amount: number }[]) => rows.reduce((total, { amount }) => total + amount, 0);

test("a viewer refunds nothing", async () => {
  const { payment } = await aPaidPayment();
  await expect(give(haneul, payment)).rejects.toMatchObject({ code: "forbidden" });
  expect(await refundsOf(db, payment.id)).toEqual([]);
});

test.each([
  ["a payment that does not exist", "not_found", async () => "pay_made_up"],
  ["one that charged nothing", "order_not_paid", async () => (await anAttempt()).payment.id],
  [
    "one in review",
    "payment_in_review",
    async () => {
      const { payment } = await anAttempt();
      const paymentKey = await authenticate(payment, undefined, 30_000);
      await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
      await lookAndRecord(payment.id);
      return payment.id;
    },
  ],
])("nothing is refunded of %s: %s", async (_, code, make) => {
  const wish = { amount: undefined, expectedLeft: 0, reason: "", address: deskAddress };
  const paymentId = await make();
  await expect(refundByStaff(sora, paymentId, { ...wish, keyed: aForm(sora, wish) })).rejects.toMatchObject({
    code,
  });
});

describe("of a deposit", () => {
  const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

  async function aDeposit() {
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    return { order: await orderNow(order), payment: await paymentNow(payment) };
  }

  async function paidByBank({ id, gatewayPaymentKey }: Payment) {
    await toss.payments.refundStatus(gatewayPaymentKey ?? "", "COMPLETED");
    await lookAndRecord(id);
  }

  test("Sora names the account, or has Mina asked; without either she is told; a named account needs approval", async () => {
    const { order, payment } = await aDeposit();
    await expect(give(sora, payment, { amount: 500 })).rejects.toMatchObject({
      code: "refund_account_required",
    });
    const refund = await give(sora, payment, { amount: 500, account });
    expect(refund).toMatchObject({ state: "waiting_for_approval" });
    const { number } = await orderNow(order);
    expect((await auditOf(db, number))[0]?.detail).toMatchObject({
      account: {
        bank: account.bank,
        last_digits: account.accountNumber.slice(-4),
        holder: account.holderName,
      },
    });
    expect(JSON.stringify(await auditOf(db, number))).not.toContain(account.accountNumber);
    expect(await approveRefund(minho, refund.id, deskAddress, now())).toMatchObject({ state: "asked" });
    await paidByBank(payment);
    expect(await refundsOf(db, payment.id)).toMatchObject([{ state: "done", account: null }]);
  });

  test("Mina is asked by email, and naming her account starts the refund", async () => {
    const { order, payment } = await aDeposit();
    expect(await give(sora, payment, { account: "ask_shopper" })).toMatchObject({
      state: "waiting_for_account",
    });
    expect((await mailsOf(db, order.id)).map(({ kind }) => kind)).toContain("refund_account");
    await nameAccount(order, account, undefined, now(), byLetter);
    await later();
    await paidByBank(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: payment.captured, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Mina's account does not fit her bank's records: she is asked again, since nobody at the desk would notice", async () => {
    const { order, payment } = await aDeposit();
    const { id } = await give(sora, payment, { account: "ask_shopper" });
    await nameAccount(order, { ...account, holderName: "MISMATCH" }, undefined, now(), byLetter);
    await later();
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { id, state: "waiting_for_account", failureCode: "INVALID_REFUND_ACCOUNT_INFO" },
    ]);
    const letters = (await mailsOf(db, order.id)).filter(({ kind }) => kind === "refund_account");
    expect(letters).toHaveLength(2);
    await nameAccount(order, account, undefined, now(), byLetter);
    await later();
    await paidByBank(payment);
    expect(await paymentNow(payment)).toMatchObject({ refunded: payment.captured, refundPending: 0 });
  });
});
