import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { refundById } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { deskAddress, jiwoo, minho, sora } from "@/testing/desk-people";
import { fault as faultAtToss, takeMoney, toss, writesAsked as writesAtToss } from "@/testing/gateway";
import {
  anAttempt,
  anotherAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import {
  anotherProgram,
  fault as faultAtStripe,
  turnClock,
  writesAsked as writesAtStripe,
} from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { auditOrder } from "../books/invariants";
import { days, minutes, now, seconds } from "../clock";
import { lookAndSettle } from "../payments/look";
import { reconcileOnce } from "../payments/reconcile";
import { refund } from "../payments/refund";
import { settleNeed } from "./needs";
import { askAgainByStaff, giveUpByStaff } from "./stuck-calls";

const settle = async (payment: Payment, shown: string, staff = sora) =>
  settleNeed(staff, payment.id, { shown, note: "Looked into it", address: deskAddress }, now());

const give = ({ id }: Payment, amount: number) =>
  refund({ paymentId: id, amount, reason: "Broken", requestedBy: "staff:st_sora", waitMs: seconds(8) });

describe("what needed a person is done", () => {
  /** Somebody refunded in Toss's console more than our books could still promise. */
  async function anOverdrawnPayment() {
    const { order, payment } = await aPaidPayment();
    const away = await faultAtToss("away");
    await give(payment, 29_000);
    await away.mend();
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { amount: 1_000, reason: "차액" });
    await lookAndSettle(payment.id);
    expect(await paymentNow(payment)).toMatchObject({ needsPerson: "refunds_exceed_captured" });
    return { order, payment };
  }

  test("not while the books say that it is not; and then once, with a note", async () => {
    const { order, payment } = await anOverdrawnPayment();
    const shown = "refunds_exceed_captured";
    await expect(settle(payment, shown)).rejects.toMatchObject({ code: "need_stands" });
    await turnClock(minutes(1));
    await reconcileOnce();
    await turnClock(minutes(1));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({
      refunded: 1_000,
      refundPending: 0,
      needsPerson: shown,
    });
    const pressed = await Promise.allSettled([sora, minho].map((staff) => settle(payment, shown, staff)));
    expect(pressed.filter((one) => one.status === "rejected")).toMatchObject([
      { reason: { code: "outdated" } },
    ]);
    expect(await paymentNow(payment)).toMatchObject({ needsPerson: null });
    expect(await auditOf(db, order.number)).toMatchObject([
      {
        action: "need_settled",
        address: deskAddress,
        detail: { note: "Looked into it", before: { needs_person: shown }, after: { needs_person: null } },
      },
    ]);
    expect(await storyOf(order)).toContain("need_settled");
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("not when it needs a person for another reason than they were shown", async () => {
    const { payment } = await anOverdrawnPayment();
    await expect(settle(payment, "key_died")).rejects.toMatchObject({ code: "outdated" });
  });

  test("not while money is held, and not while money is owed to its shopper", async () => {
    const held = await anAttempt();
    const paymentKey = await authenticate(held.payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: held.payment.gatewayOrderId, amount: 30_000 });
    await lookAndSettle(held.payment.id);
    await expect(settle(held.payment, "mismatch")).rejects.toMatchObject({ code: "need_stands" });

    const second = await aSecondSuccess();
    const refused = await faultAtToss("error", { operation: "cancel", code: "REFUND_REJECTED" });
    await reconcileOnce();
    await refused.mend();
    const shown = "refund_failed:REFUND_REJECTED";
    expect(await paymentNow(second)).toMatchObject({ credited: "shopper", needsPerson: shown });
    await expect(settle(second, shown)).rejects.toMatchObject({ code: "need_stands" });
    await turnClock(seconds(10));
    expect(await give(second, second.amount)).toMatchObject({ state: "done" });
    expect(await settle(second, shown)).toMatchObject({ needsPerson: null });
  });

  /** Mina paid in two tabs at once. */
  async function aSecondSuccess() {
    const first = await anAttempt();
    const other = await anotherAuthenticatedPayment(first.order);
    await confirmWith(first.payment, await authenticate(first.payment));
    await takeMoney({
      paymentKey: other.paymentKey,
      orderId: other.payment.gatewayOrderId,
      amount: other.payment.amount,
    });
    await lookAndSettle(other.payment.id);
    return paymentNow(other.payment);
  }

  test("with the role support nobody says so", async () => {
    const { payment } = await aPaidPayment();
    await expect(settle(payment, "key_died", jiwoo)).rejects.toMatchObject({ code: "forbidden" });
  });
});

const gateways = {
  toss: {
    paid: aPaidPayment,
    fault: (kind: "drop_before" | "drop_after") => faultAtToss(kind, { operation: "cancel" }),
    away: () => faultAtToss("away", { operation: "look" }),
    asked: async ({ gatewayOrderId }: Payment) =>
      (await writesAtToss(gatewayOrderId)).filter(({ operation }) => operation === "cancel"),
    /** The gateway carries out what it was asked for long ago. */
    late: ({ gatewayPaymentKey }: Payment, amount: number, refundId: string) =>
      toss.payments.cancel(gatewayPaymentKey ?? "", { amount, reason: `Broken (${refundId})` }),
  },
  stripe: {
    paid: aPaidPage,
    fault: (kind: "drop_before" | "drop_after") => faultAtStripe(kind, { operation: "create_refund" }),
    away: () => faultAtStripe("away", { operation: "look" }),
    asked: async ({ gatewayOrderId }: Payment) =>
      (await writesAtStripe(gatewayOrderId)).filter(({ operation }) => operation === "create_refund"),
    late: ({ gatewayPaymentKey }: Payment, amount: number, refundId: string) =>
      anotherProgram().refunds.create({
        payment_intent: gatewayPaymentKey ?? "",
        amount,
        metadata: { refund_id: refundId },
      }),
  },
};

describe.each(["toss", "stripe"] as const)("a refund through %s whose key died", (name) => {
  const { paid, fault, away, asked, late } = gateways[name];

  /** Asked for and never heard of, for longer than its gateway remembers keys. */
  async function aStuckRefund() {
    const { order, payment } = await paid();
    const broken = await fault("drop_before");
    const { id } = await give(payment, 700);
    await broken.mend();
    turnOurClock(days(15));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ needsPerson: "key_died", refundPending: 700 });
    const stuck = (await callsNow(payment)).find(({ state }) => state === "stuck");
    return { order: await orderNow(order), payment, refundId: id, callId: stuck?.id ?? "" };
  }

  test("Sora has it asked again: it goes back once, and nobody is needed any more", async () => {
    const { order, payment, refundId, callId } = await aStuckRefund();
    await expect(settle(payment, "key_died")).rejects.toMatchObject({ code: "need_stands" });
    expect(await askAgainByStaff(sora, callId, deskAddress)).toMatchObject({ state: "done" });
    expect(await refundById(db, refundId)).toMatchObject({ state: "done" });
    expect(await paymentNow(payment)).toMatchObject({ refunded: 700, refundPending: 0, needsPerson: null });
    expect((await asked(payment)).filter(({ acted }) => acted)).toHaveLength(1);
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "call_reopened", actor: "staff:st_sora", address: deskAddress, detail: { key: callId } },
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Sora and Minho press at once: it goes back once, and one of them is told", async () => {
    const { payment, callId } = await aStuckRefund();
    const pressed = await Promise.allSettled(
      [sora, minho].map((staff) => askAgainByStaff(staff, callId, deskAddress)),
    );
    expect(pressed.filter((one) => one.status === "rejected")).toMatchObject([
      { reason: { code: "outdated" } },
    ]);
    expect((await asked(payment)).filter(({ acted }) => acted)).toHaveLength(1);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 700 });
  });

  test("the gateway is silent: it is left to be found out, and nothing is asked blindly", async () => {
    const { payment, callId } = await aStuckRefund();
    const before = (await asked(payment)).length;
    const blind = await away();
    expect(await askAgainByStaff(sora, callId, deskAddress)).toMatchObject({ state: "open" });
    await expect(giveUpByStaff(sora, callId, { why: "no", address: deskAddress })).rejects.toMatchObject({
      code: "outdated",
    });
    expect(await asked(payment)).toHaveLength(before);
    await blind.mend();
    await turnClock(minutes(1));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 700, needsPerson: null });
  });

  test("Sora gives it up: its money is free, and may be asked for anew", async () => {
    const { order, payment, callId } = await aStuckRefund();
    expect(
      await giveUpByStaff(sora, callId, { why: "Paid in the shop", address: deskAddress }),
    ).toMatchObject({ state: "failed", failureCode: "given_up" });
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0, needsPerson: null });
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "refund_given_up", detail: { why: "Paid in the shop", after: { state: "failed" } } },
    ]);
    await expect(askAgainByStaff(sora, callId, deskAddress)).rejects.toMatchObject({ code: "outdated" });
    await turnClock(seconds(10));
    expect(await give(payment, 700)).toMatchObject({ state: "done" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Sora wants to give it up, but the gateway is silent: it stays reserved", async () => {
    const { payment, callId } = await aStuckRefund();
    await away();
    await expect(giveUpByStaff(sora, callId, { why: "no", address: deskAddress })).rejects.toMatchObject({
      code: "gateway_unclear",
    });
    expect(await paymentNow(payment)).toMatchObject({ refundPending: 700, needsPerson: "key_died" });
  });

  test("the gateway got to it after all: giving it up finds that it is done, and so it is written", async () => {
    const { order, payment, refundId, callId } = await aStuckRefund();
    await late(payment, 700, refundId);
    expect(await giveUpByStaff(sora, callId, { why: "Too old", address: deskAddress })).toMatchObject({
      id: refundId,
      state: "done",
    });
    expect(await auditOf(db, order.number)).toEqual([]);
    expect((await callsNow(payment)).find(({ id }) => id === callId)).toMatchObject({ state: "done" });
    expect(await settle(payment, "key_died")).toMatchObject({ refunded: 700, refundPending: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the gateway got to it after all: asking again finds that, and asks nothing", async () => {
    const { order, payment, refundId, callId } = await aStuckRefund();
    await late(payment, 700, refundId);
    const before = (await asked(payment)).length;
    expect(await askAgainByStaff(sora, callId, deskAddress)).toMatchObject({ state: "done" });
    expect(await asked(payment)).toHaveLength(before);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 700, refundPending: 0, needsPerson: null });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("with the role support nobody does either", async () => {
    const { callId } = await aStuckRefund();
    await expect(askAgainByStaff(jiwoo, callId, deskAddress)).rejects.toMatchObject({ code: "forbidden" });
    await expect(giveUpByStaff(jiwoo, callId, { why: "no", address: deskAddress })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
