import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { needsOfOrder } from "@/db/needs";
import { refundById } from "@/db/refunds";
import type { Need, NeedReason, Payment } from "@/db/schema";
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
  needsNow,
  orderNow,
  paymentNow,
  standingNow,
  storyOf,
} from "@/testing/makers";
import {
  anotherProgram,
  fault as faultAtStripe,
  stripe,
  turnClock,
  writesAsked as writesAtStripe,
} from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { days, minutes, now, seconds } from "../../clock";
import { lookAndRecord } from "../../payments/engine/look";
import { refund } from "../../payments/refunds/refund";
import { reconcileOnce } from "../../payments/worker/reconcile";
import { deskCounts } from "../read/lists";
import { resolveNeed } from "./needs";
import { askAgainByStaff, giveUpByStaff } from "./stuck-calls";

/** The newest need of a payment with this reason, open or closed. */
async function needFor({ orderId }: Payment, reason: NeedReason): Promise<Need> {
  const need = (await needsOfOrder(db, orderId)).findLast((it) => it.reason === reason);
  if (!need) throw new Error(`Nobody is needed because of ${reason}.`);
  return need;
}

const resolve = async (payment: Payment, reason: NeedReason, staff = sora) =>
  resolveNeed(
    staff,
    (await needFor(payment, reason)).id,
    { note: "Looked into it", address: deskAddress },
    now(),
  );

const give = ({ id }: Payment, amount: number) =>
  refund({ paymentId: id, amount, reason: "Broken", requestedBy: "staff:st_sora", waitMs: seconds(8) });

describe("a need is closed", () => {
  /** Somebody refunded more in Toss's console than our books could still promise. */
  async function anOverdrawnPayment() {
    const { order, payment } = await aPaidPayment();
    const away = await faultAtToss("away");
    await give(payment, 29_000);
    await away.mend();
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { amount: 1_000, reason: "차액" });
    await lookAndRecord(payment.id);
    expect(await standingNow(payment)).toMatchObject({ needs: ["refunds_exceed_captured"] });
    return { order, payment };
  }

  test("not while the books say otherwise; and then once, with a note", async () => {
    const { order, payment } = await anOverdrawnPayment();
    const shown = "refunds_exceed_captured";
    await expect(resolve(payment, shown)).rejects.toMatchObject({ code: "need_stands" });
    await turnClock(minutes(1));
    await reconcileOnce();
    await turnClock(minutes(1));
    await reconcileOnce();
    expect(await standingNow(payment)).toMatchObject({
      refunded: 1_000,
      refundPending: 0,
      needs: [shown],
    });
    const pressed = await Promise.allSettled([sora, minho].map((staff) => resolve(payment, shown, staff)));
    expect(pressed.filter((one) => one.status === "rejected")).toMatchObject([
      { reason: { code: "outdated" } },
    ]);
    expect(await standingNow(payment)).toMatchObject({ needs: [] });
    expect(await auditOf(db, order.number)).toMatchObject([
      {
        action: "need_resolved",
        address: deskAddress,
        detail: { reason: shown, payment: payment.id, note: "Looked into it", after: { state: "resolved" } },
      },
    ]);
    expect(await storyOf(order)).toContain("need_resolved");
    expect(await needFor(payment, shown)).toMatchObject({ closedHow: "resolved", closedAt: now() });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("not while a payment is in review, and not while money is owed to its shopper", async () => {
    const inReview = await anAttempt();
    const paymentKey = await authenticate(inReview.payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: inReview.payment.gatewayOrderId, amount: 30_000 });
    await lookAndRecord(inReview.payment.id);
    await expect(resolve(inReview.payment, "mismatch")).rejects.toMatchObject({ code: "need_stands" });

    const second = await aSecondSuccess();
    const refused = await faultAtToss("error", { operation: "cancel", code: "REFUND_REJECTED" });
    await reconcileOnce();
    await refused.mend();
    expect(await standingNow(second)).toMatchObject({
      credited: "shopper",
      needs: ["refund_failed:REFUND_REJECTED"],
    });
    await expect(resolve(second, "refund_failed")).rejects.toMatchObject({ code: "need_stands" });
    await turnClock(seconds(10));
    expect(await give(second, second.amount)).toMatchObject({ state: "done" });
    await resolve(second, "refund_failed");
    expect(await standingNow(second)).toMatchObject({ needs: [] });
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
    await lookAndRecord(other.payment.id);
    return paymentNow(other.payment);
  }

  test("with the role support nobody closes it", async () => {
    const { payment } = await anOverdrawnPayment();
    await expect(resolve(payment, "refunds_exceed_captured", jiwoo)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

const gateways = {
  toss: {
    paid: aPaidPayment,
    fault: (kind: "drop_before" | "drop_after") => faultAtToss(kind, { operation: "cancel" }),
    away: () => faultAtToss("away", { operation: "look" }),
    asked: async ({ gatewayOrderId }: Payment) =>
      (await writesAtToss(gatewayOrderId)).filter(({ operation }) => operation === "cancel"),
    /** The gateway carries out an old request. */
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

describe.each(["toss", "stripe"] as const)("a refund through %s whose key expired", (name) => {
  const { paid, fault, away, asked, late } = gateways[name];

  /** Sent to the gateway and never answered, for longer than the gateway remembers keys. */
  async function aStuckRefund() {
    const { order, payment } = await paid();
    const broken = await fault("drop_before");
    const { id } = await give(payment, 700);
    await broken.mend();
    turnOurClock(days(15));
    await reconcileOnce();
    expect(await standingNow(payment)).toMatchObject({ needs: ["key_died"], refundPending: 700 });
    const stuck = (await callsNow(payment)).find(({ state }) => state === "stuck");
    return { order: await orderNow(order), payment, refundId: id, callId: stuck?.id ?? "" };
  }

  test("Sora has it asked again: it is refunded once, and nobody is needed any more", async () => {
    const { order, payment, refundId, callId } = await aStuckRefund();
    await expect(resolve(payment, "key_died")).rejects.toMatchObject({ code: "need_stands" });
    expect(await askAgainByStaff(sora, callId, deskAddress)).toMatchObject({ state: "done" });
    expect(await refundById(db, refundId)).toMatchObject({ state: "done" });
    expect(await standingNow(payment)).toMatchObject({ refunded: 700, refundPending: 0, needs: [] });
    expect((await asked(payment)).filter(({ acted }) => acted)).toHaveLength(1);
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "call_reopened", actor: "staff:st_sora", address: deskAddress, detail: { key: callId } },
    ]);
    expect(await needFor(payment, "key_died")).toMatchObject({
      closedBy: "staff:st_sora",
      closedHow: "asked_again",
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Sora and Minho press at once: it is refunded once, and one of them is told", async () => {
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

  test("the gateway is silent: its result is still to be found, and nothing is asked blindly", async () => {
    const { payment, callId } = await aStuckRefund();
    const before = (await asked(payment)).length;
    const blind = await away();
    expect(await askAgainByStaff(sora, callId, deskAddress)).toMatchObject({ state: "pending" });
    await expect(giveUpByStaff(sora, callId, { why: "no", address: deskAddress })).rejects.toMatchObject({
      code: "outdated",
    });
    expect(await asked(payment)).toHaveLength(before);
    await blind.mend();
    await turnClock(minutes(1));
    await reconcileOnce();
    expect(await standingNow(payment)).toMatchObject({ refunded: 700, needs: [] });
  });

  test("Sora drops it: its reservation is released, and can be requested again", async () => {
    const { order, payment, callId } = await aStuckRefund();
    expect(
      await giveUpByStaff(sora, callId, { why: "Paid in the shop", address: deskAddress }),
    ).toMatchObject({ state: "failed", failureCode: "given_up" });
    expect(await standingNow(payment)).toMatchObject({ refunded: 0, refundPending: 0, needs: [] });
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "refund_given_up", detail: { why: "Paid in the shop", after: { state: "failed" } } },
    ]);
    await expect(askAgainByStaff(sora, callId, deskAddress)).rejects.toMatchObject({ code: "outdated" });
    await turnClock(seconds(10));
    expect(await give(payment, 700)).toMatchObject({ state: "done" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Sora wants to drop it, but the gateway is silent: it stays reserved", async () => {
    const { payment, callId } = await aStuckRefund();
    await away();
    await expect(giveUpByStaff(sora, callId, { why: "no", address: deskAddress })).rejects.toMatchObject({
      code: "gateway_unclear",
    });
    expect(await standingNow(payment)).toMatchObject({ refundPending: 700, needs: ["key_died"] });
  });

  test("the gateway did it after all: dropping it finds that it is done, and records it", async () => {
    const { order, payment, refundId, callId } = await aStuckRefund();
    await late(payment, 700, refundId);
    expect(await giveUpByStaff(sora, callId, { why: "Too old", address: deskAddress })).toMatchObject({
      id: refundId,
      state: "done",
    });
    expect(await auditOf(db, order.number)).toEqual([]);
    expect((await callsNow(payment)).find(({ id }) => id === callId)).toMatchObject({ state: "done" });
    expect(await needFor(payment, "key_died")).toMatchObject({ closedBy: "system", closedHow: "ended" });
    expect(await standingNow(payment)).toMatchObject({ refunded: 700, refundPending: 0, needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the gateway did it after all: asking again finds that, and asks nothing", async () => {
    const { order, payment, refundId, callId } = await aStuckRefund();
    await late(payment, 700, refundId);
    const before = (await asked(payment)).length;
    expect(await askAgainByStaff(sora, callId, deskAddress)).toMatchObject({ state: "done" });
    expect(await asked(payment)).toHaveLength(before);
    expect(await standingNow(payment)).toMatchObject({ refunded: 700, refundPending: 0, needs: [] });
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

test("a dispute is counted once, under disputes", async () => {
  const before = await deskCounts(sora);
  const { payment, intentId } = await aPaidPage();
  await stripe.disputes.open(intentId);
  await lookAndRecord(payment.id);
  expect(await needsNow(payment)).toEqual(["dispute_opened"]);
  expect(await deskCounts(sora)).toEqual({ ...before, disputes: before.disputes + 1 });
});

describe("a dispute beside a refund whose key expired: closing one does not hide the other", () => {
  /** Sora refunded something, the gateway never answered, and the cardholder went to their bank. */
  async function aDisputeBesideAStuckRefund() {
    const { order, payment, intentId } = await aPaidPage();
    const broken = await faultAtStripe("drop_before", { operation: "create_refund" });
    await give(payment, 700);
    await broken.mend();
    const dispute = await stripe.disputes.open(intentId);
    await lookAndRecord(payment.id);
    turnOurClock(days(15));
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual(["dispute_opened", "key_died"]);
    const stuck = (await callsNow(payment)).find(({ state }) => state === "stuck");
    return { order, payment, dispute, callId: stuck?.id ?? "" };
  }

  test("the refund is dropped, and the dispute still waits; the bank decides, and nobody is needed", async () => {
    const { order, payment, dispute, callId } = await aDisputeBesideAStuckRefund();
    await giveUpByStaff(sora, callId, { why: "The bank has it", address: deskAddress });
    expect(await needsNow(payment)).toEqual(["dispute_opened"]);
    await expect(resolve(payment, "dispute_opened")).rejects.toMatchObject({ code: "need_stands" });
    await stripe.disputes.win(dispute.id);
    await lookAndRecord(payment.id);
    expect(await needsNow(payment)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the bank decides first, and the refund still waits", async () => {
    const { order, payment, dispute, callId } = await aDisputeBesideAStuckRefund();
    await stripe.disputes.win(dispute.id);
    await lookAndRecord(payment.id);
    expect(await needsNow(payment)).toEqual(["key_died"]);
    expect(await needFor(payment, "dispute_opened")).toMatchObject({
      closedBy: "system",
      closedHow: "ended",
    });
    expect(await askAgainByStaff(sora, callId, deskAddress)).toMatchObject({ state: "done" });
    expect(await needsNow(payment)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });
});
