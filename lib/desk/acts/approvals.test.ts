import { beforeEach, describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { mailsOf } from "@/db/mails";
import { refundById } from "@/db/refunds";
import type { Order, Payment, Refund } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { aForm, deskAddress, haneul, jiwoo, minho, sora, withRefundLimits } from "@/testing/desk-people";
import { atGateway, fault, toss, writesAsked } from "@/testing/gateway";
import {
  anAccount,
  aPaidPayment,
  byLetter,
  orderNow,
  paymentNow,
  standingNow,
  storyOf,
} from "@/testing/makers";
import { turnClock } from "@/testing/stripe";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { minutes, now, seconds } from "../../clock";
import { accessToken } from "../../orders/access";
import { statusOf } from "../../orders/status";
import { lookAndRecord } from "../../payments/engine/look";
import { betweenRefundsMs } from "../../payments/engine/reserve-refund";
import { agree } from "../../payments/refunds/approval";
import { nameAccount } from "../../payments/refunds/name-account";
import { reconcileOnce } from "../../payments/worker/reconcile";
import { actorOf, type Staff } from "../staff/permissions";
import { approveRefund, rejectRefund, withdrawRefund } from "./approvals";
import { refundByStaff, type StaffRefund } from "./refund";

const give = async (staff: Staff, payment: Payment, amount?: number, differs: Partial<StaffRefund> = {}) => {
  const { captured, refunded, refundPending } = await paymentNow(payment);
  const wish = { amount, expectedLeft: captured - refunded - refundPending, reason: "Broken" };
  return refundByStaff(staff, payment.id, {
    ...wish,
    keyed: aForm(staff, wish),
    address: deskAddress,
    ...differs,
  });
};
const approve = (staff: Staff, { id }: Refund) => approveRefund(staff, id, deskAddress, now());
const reject = (staff: Staff, { id }: Refund) =>
  rejectRefund(staff, id, { why: "Too much", address: deskAddress }, now());
const withdraw = (staff: Staff, { id }: Refund) => withdrawRefund(staff, id, deskAddress, now());

/** The status Mina's page receives. */
async function minaSees({ id, number }: Order) {
  const own = await statusOf(number, new Headers({ "order-token": await accessToken(id) }));
  if (!own) throw new Error("It is not hers.");
  return own.status;
}

const cancelsAsked = async (payment: Payment) =>
  (await writesAsked(payment.gatewayOrderId)).filter(({ operation }) => operation === "cancel");

describe("Jiwoo of support sends what is above her own limit to a manager", () => {
  test("it waits, nothing is sent to the gateway, and Sora approves it in one press", async () => {
    withRefundLimits({ support: 1_000, supportDaily: 1_500 });
    const { order, payment } = await aPaidPayment();
    await expect(give(jiwoo, payment, 1_001)).rejects.toMatchObject({ code: "refund_over_limit" });
    const asked = await give(jiwoo, payment, 8_000, { forApproval: true });
    expect(asked.state).toBe("waiting_for_approval");
    expect(await cancelsAsked(payment)).toEqual([]);
    await expect(approve(jiwoo, asked)).rejects.toMatchObject({ code: "forbidden" });
    expect((await approve(sora, asked)).state).toBe("done");
    expect(await paymentNow(payment)).toMatchObject({ refunded: 8_000, refundPending: 0 });
    expect((await auditOf(db, order.number)).map(({ action }) => action)).toEqual([
      "refund_asked",
      "refund_approved",
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("what a manager decides about uses up none of what she may refund alone, and nothing else does less", async () => {
    withRefundLimits({ support: 1_000, supportDaily: 1_500 });
    const [one, other] = [await aPaidPayment(), await aPaidPayment()];
    await give(jiwoo, one.payment, 9_000, { forApproval: true });
    expect((await give(jiwoo, one.payment, 1_000)).state).toBe("done");
    await expect(give(jiwoo, one.payment, 1)).rejects.toMatchObject({ code: "refund_over_limit" });
    await expect(give(jiwoo, other.payment, 501)).rejects.toMatchObject({ code: "refund_over_daily_limit" });
    expect((await give(jiwoo, other.payment, 500)).state).toBe("done");
  });

  test("a manager sends her own for approval too, and cannot approve it", async () => {
    const { payment } = await aPaidPayment();
    const asked = await give(sora, payment, 500, { forApproval: true });
    expect(asked.state).toBe("waiting_for_approval");
    await expect(approve(sora, asked)).rejects.toMatchObject({ code: "refund_own" });
    expect((await approve(minho, asked)).state).toBe("done");
  });
});

describe("Minho refunds more than one person may alone", () => {
  let order: Order;
  let payment: Payment;
  let refund: Refund;

  beforeEach(async () => {
    withRefundLimits({ approvalAbove: 10_000 });
    ({ order, payment } = await aPaidPayment());
    refund = await give(minho, payment, 10_001);
    expect(refund).toMatchObject({ state: "waiting_for_approval", decidedBy: null });
  });

  test("nothing is asked of the gateway, and the amount is reserved", async () => {
    await turnClock(minutes(5));
    await reconcileOnce();
    expect(await cancelsAsked(payment)).toEqual([]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 10_001 });
    expect(await auditOrder(order.id)).toEqual([]);
    await expect(give(sora, payment, 19_000)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "refund_asked", detail: { state: "waiting_for_approval" } },
    ]);
  });

  test("Mina is not told until somebody approves", async () => {
    const before = { refundable: 29_000, next: { detail: "The order is paid." } };
    expect(await minaSees(order)).toMatchObject({ ...before, payments: [{ refund_pending: 0 }] });
    expect((await answerOfConfirm(await paymentNow(payment))).body).toMatchObject({ refund_pending: 0 });
    expect(await storyOf(order)).not.toContain("refund_reserved");
    expect((await mailsOf(db, order.id)).map(({ kind }) => kind)).not.toContain("refunded");
    const held = await fault("hold", { operation: "cancel" });
    const asked = approve(sora, refund);
    await expect.poll(held.holding).toBe(1);
    expect(await minaSees(order)).toMatchObject({
      refundable: 18_999,
      next: { detail: "A refund is on its way." },
      payments: [{ refund_pending: 10_001 }],
    });
    await held.release();
    await asked;
    expect(await storyOf(order)).toContain("refund_reserved");
  });

  test("Sora approves: it is refunded, and the audit log names both", async () => {
    expect(await approve(sora, refund)).toMatchObject({
      state: "done",
      requestedBy: actorOf(minho),
      decidedBy: actorOf(sora),
      decidedAt: now(),
    });
    expect(await atGateway(payment.gatewayOrderId)).toMatchObject({ balanceAmount: 18_999 });
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "refund_asked", actor: "staff:st_minho" },
      {
        action: "refund_approved",
        actor: "staff:st_sora",
        address: deskAddress,
        detail: { before: { state: "waiting_for_approval" }, after: { state: "queued" } },
      },
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("nobody approves or rejects their own refund", async () => {
    await expect(approve(minho, refund)).rejects.toMatchObject({ code: "refund_own", status: 403 });
    await expect(reject(minho, refund)).rejects.toMatchObject({ code: "refund_own" });
    expect(await refundById(db, refund.id)).toEqual(refund);
    expect(await cancelsAsked(payment)).toEqual([]);
  });

  test.each([jiwoo, haneul])("with the role $role nobody approves", async (staff) => {
    await expect(approve(staff, refund)).rejects.toMatchObject({ code: "forbidden" });
    await expect(reject(staff, refund)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("two managers approve at once: one succeeds, the other is told, and it is refunded once", async () => {
    const yuna: Staff = { ...sora, id: "st_yuna" };
    const pressed = await Promise.allSettled([sora, yuna, sora].map((staff) => approve(staff, refund)));
    const told = pressed.filter((one) => one.status === "rejected");
    expect(told.length).toBeGreaterThan(0);
    for (const one of told) expect(one).toMatchObject({ reason: { code: "outdated" } });
    expect(await cancelsAsked(payment)).toHaveLength(1);
    const log = (await auditOf(db, order.number)).filter(({ action }) => action === "refund_approved");
    expect(log).toHaveLength(1);
  });

  test("one approves while another rejects: the first one counts", async () => {
    const yuna: Staff = { ...sora, id: "st_yuna" };
    const [agreed, refused] = await Promise.allSettled([approve(sora, refund), reject(yuna, refund)]);
    expect([agreed.status, refused.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    const back = agreed.status === "fulfilled" ? 10_001 : 0;
    expect(await paymentNow(payment)).toMatchObject({ refunded: back, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Sora rejects: the reservation is released, nobody is alarmed, and her double click counts once", async () => {
    const alarms = listenForAlarms();
    expect(await reject(sora, refund)).toMatchObject({
      state: "failed",
      failureCode: "not_approved",
      decidedBy: actorOf(sora),
    });
    expect(await reject(sora, refund)).toMatchObject({ failureCode: "not_approved" });
    expect(await standingNow(payment)).toMatchObject({ refunded: 0, refundPending: 0, needs: [] });
    expect(alarms()).toEqual([]);
    expect((await storyOf(order)).filter((kind) => kind === "refund_rejected")).toHaveLength(1);
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "refund_asked" },
      { action: "refund_rejected", detail: { why: "Too much", after: { state: "failed" } } },
    ]);
    await expect(approve(sora, refund)).rejects.toMatchObject({ code: "outdated" });
    await turnClock(betweenRefundsMs);
    // A failed refund does not count against Minho's limit.
    expect(await give(minho, payment, 10_000)).toMatchObject({ state: "done" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Minho withdraws it; Sora may not do that for him, nor approve it afterwards", async () => {
    await expect(withdraw(sora, refund)).rejects.toMatchObject({ code: "forbidden" });
    expect(await withdraw(minho, refund)).toMatchObject({ state: "failed", failureCode: "withdrawn" });
    await expect(approve(sora, refund)).rejects.toMatchObject({ code: "outdated" });
    expect(await standingNow(payment)).toMatchObject({ refundPending: 0, needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the process dies after Sora approved and before it asked: another one asks, once", async () => {
    await transaction((tx) => agree(tx, refund.id, actorOf(sora), now()));
    expect(await cancelsAsked(payment)).toEqual([]);
    await turnClock(seconds(10));
    await reconcileOnce();
    expect(await refundById(db, refund.id)).toMatchObject({ state: "done", decidedBy: actorOf(sora) });
    expect(await cancelsAsked(payment)).toHaveLength(1);
    // Sora, who saw no result, presses once more.
    expect(await approve(sora, refund)).toMatchObject({ state: "done" });
    expect(await cancelsAsked(payment)).toHaveLength(1);
  });

  test("it waits its turn like any other: a refund requested meanwhile goes first", async () => {
    const away = await fault("away", { operation: "cancel" });
    expect(await give(sora, payment, 500)).toMatchObject({ state: "asked" });
    expect(await approve(sora, refund)).toMatchObject({ state: "queued" });
    await away.mend();
    for (let turn = 0; turn < 3; turn += 1) {
      await turnClock(minutes(1));
      await reconcileOnce();
    }
    expect(await paymentNow(payment)).toMatchObject({ refunded: 10_501, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

test("in slices: the one that exceeds a person's limit waits for approval", async () => {
  withRefundLimits({ approvalAbove: 10_000 });
  const { payment } = await aPaidPayment();
  expect(await give(minho, payment, 6_000)).toMatchObject({ state: "done" });
  await turnClock(betweenRefundsMs);
  expect(await give(minho, payment, 4_000)).toMatchObject({ state: "done" });
  await turnClock(betweenRefundsMs);
  expect(await give(minho, payment, 1)).toMatchObject({ state: "waiting_for_approval" });
  // Sora has not refunded anything of this order yet.
  expect(await give(sora, payment, 1)).toMatchObject({ state: "done" });
});

test("an unknown refund cannot be approved", async () => {
  await expect(approveRefund(sora, "rf_made_up", deskAddress, now())).rejects.toMatchObject({
    code: "not_found",
  });
});

describe("a deposit", () => {
  const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };
  let order: Order;
  let payment: Payment;

  beforeEach(async () => {
    withRefundLimits({ approvalAbove: 10_000 });
    const made = await anAccount();
    await toss.payments.deposit(made.paymentKey);
    await lookAndRecord(made.payment.id);
    order = await orderNow(made.order);
    payment = await paymentNow(made.payment);
  });

  test("Mina is asked for her account only once somebody has approved", async () => {
    const refund = await give(minho, payment, undefined, { account: "ask_shopper" });
    const letters = async () =>
      (await mailsOf(db, order.id)).filter(({ kind }) => kind === "refund_account").length;
    expect(await letters()).toBe(0);
    expect((await minaSees(order)).next.action).toBe("none");
    await expect(nameAccount(order, account, undefined, now(), byLetter)).rejects.toMatchObject({
      code: "no_account_needed",
    });
    expect(await approve(sora, refund)).toMatchObject({ state: "waiting_for_account" });
    expect(await letters()).toBe(1);
    expect((await minaSees(order)).next.action).toBe("name_account");
    await nameAccount(order, account, undefined, now(), byLetter);
    await reconcileOnce();
    await toss.payments.refundStatus(payment.gatewayPaymentKey ?? "", "COMPLETED");
    await lookAndRecord(payment.id);
    expect(await refundById(db, refund.id)).toMatchObject({ state: "done" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a named account waits encrypted, and is erased when the refund is rejected", async () => {
    const refund = await give(minho, payment, undefined, { account });
    expect(refund).toMatchObject({ state: "waiting_for_approval", account: expect.any(String) });
    expect(refund.account).not.toContain(account.accountNumber);
    expect(await reject(sora, refund)).toMatchObject({ state: "failed", account: null });
  });

  test("once approved, it is refunded to the named account", async () => {
    const refund = await give(minho, payment, undefined, { account });
    expect(await approve(sora, refund)).toMatchObject({ state: "asked" });
    await toss.payments.refundStatus(payment.gatewayPaymentKey ?? "", "COMPLETED");
    await lookAndRecord(payment.id);
    expect(await refundById(db, refund.id)).toMatchObject({ state: "done", account: null });
  });

  test("the bank reverses the deposit meanwhile: nothing is left to approve", async () => {
    const refund = await give(minho, payment, undefined, { account });
    await toss.payments.reverseDeposit(payment.gatewayPaymentKey ?? "");
    await lookAndRecord(payment.id);
    expect(await refundById(db, refund.id)).toMatchObject({
      state: "failed",
      failureCode: "deposit_reversed",
    });
    expect(await standingNow(payment)).toMatchObject({ refundPending: 0, needs: ["deposit_reversed"] });
    await expect(approve(sora, refund)).rejects.toMatchObject({ code: "outdated" });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});
