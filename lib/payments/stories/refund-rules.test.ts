import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openNeedsOf } from "@/db/needs";
import { writePayment } from "@/db/payments";
import { refundById, refundsOf } from "@/db/refunds";
import type { Payment, PaymentDetail } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { aForm, deskAddress, minho, sora, withRefundLimits } from "@/testing/desk-people";
import { fault, takeMoney, toss, turnClock, writesAsked } from "@/testing/gateway";
import {
  aKey,
  anAccount,
  anOrderFor,
  anotherAuthenticatedPayment,
  aPaidPayment,
  aReadyWish,
  confirmWith,
  needsNow,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import type { Choice } from "@/testing/toss-emulator";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now, seconds } from "../../clock";
import type { PaymentMethod } from "../../contracts/methods";
import { approveRefund, rejectRefund } from "../../desk/acts/approvals";
import { resolveNeed } from "../../desk/acts/needs";
import { refundByStaff } from "../../desk/acts/refund";
import { accessToken } from "../../orders/access";
import { statusOf } from "../../orders/status";
import { refundTerms } from "../../refund-terms";
import { seoulMonthEnds } from "../../seoul";
import { env } from "../../settings/env";
import { lookAndRecord } from "../engine/look";
import { refund } from "../refunds/refund";
import { refundOrder } from "../refunds/refund-by-number";
import { returnReviewed } from "../refunds/review";
import { readyToss } from "../toss/ready";
import { reconcileOnce } from "../worker/reconcile";

// What each method's rules forbid is refused before anything is reserved or sent, and Toss would refuse it too.

// Whatever time it is, there is some left of the month.
beforeEach(async () => {
  if (seoulMonthEnds(now()).getTime() - now().getTime() < hours(1)) await turnClock(hours(2));
});

const choices = {
  MOBILE: { method: "MOBILE_PHONE" },
  TRANSFER: { method: "TRANSFER", bank: "SHINHAN" },
} satisfies Partial<Record<PaymentMethod, Choice>>;

/** Mina authenticates with this method in Toss's window. */
async function authenticated(method: keyof typeof choices) {
  const order = await anOrderFor(29_000);
  const { payment } = await readyToss(order, { ...aReadyWish(order), method }, now());
  const { paymentKey } = await toss.payments.open({
    orderId: payment.gatewayOrderId,
    amount: 29_000,
    ...choices[method],
  });
  return { order, payment, paymentKey };
}

async function paidBy(method: keyof typeof choices) {
  const { order, payment, paymentKey } = await authenticated(method);
  return { order: await orderNow(order), payment: await confirmWith(payment, paymentKey), paymentKey };
}

const give = ({ id }: Payment, amount?: number) =>
  refund({
    paymentId: id,
    ...(amount === undefined ? {} : { amount }),
    reason: "단순 변심",
    requestedBy: "sora",
    waitMs: seconds(8),
  });

/** Turns every clock to shortly before or after the last moment of the payment's refund window. */
async function turnTo(payment: Payment, side: "before" | "after") {
  const until = refundTerms(payment).window?.until ?? expect.fail("It has no window.");
  const apart = until.getTime() - now().getTime();
  await turnClock(side === "before" ? apart - minutes(5) : apart + minutes(5));
}

const cancelsAsked = async ({ gatewayOrderId }: Payment) =>
  (await writesAsked(gatewayOrderId)).filter(({ operation }) => operation === "cancel");

/** Nothing is reserved, and Toss was not asked. */
async function nothingCame(payment: Payment) {
  expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });
  expect(await refundsOf(db, payment.id)).toEqual([]);
  expect(await cancelsAsked(payment)).toEqual([]);
}

/** What Toss itself answers to a cancel. */
async function tossSays(payment: Payment, cancel: { amount?: number } = {}) {
  return toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "console", ...cancel }).then(
    ({ status }) => status,
    (error: Error) => /[A-Z]+(_[A-Z]+)+/.exec(error.message)?.[0],
  );
}

/** What Mina's page says. */
async function minaSees({ id, number }: { id: string; number: string }) {
  const own = await statusOf(number, new Headers({ "order-token": await accessToken(id) }));
  return own?.status ?? expect.fail("It is not hers.");
}

describe("a phone bill", () => {
  test("is refunded as a whole, and a part is refused here as at Toss", async () => {
    const { order, payment } = await paidBy("MOBILE");
    await expect(give(payment, 1_000)).rejects.toMatchObject({
      code: "partial_refund_not_possible",
      message: expect.stringContaining("only be refunded in full"),
    });
    await nothingCame(payment);
    expect(await tossSays(payment, { amount: 1_000 })).toBe("NOT_ALLOWED_PARTIAL_REFUND");
    expect(await give(payment)).toMatchObject({ state: "done", amount: 29_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("is refunded until the month ends in Seoul, and then refused here as at Toss", async () => {
    const [inTime, late] = [await paidBy("MOBILE"), await paidBy("MOBILE")];
    await turnTo(inTime.payment, "before");
    expect(await give(inTime.payment)).toMatchObject({ state: "done" });
    await turnTo(late.payment, "after");
    await expect(give(late.payment)).rejects.toMatchObject({
      code: "refund_window_closed",
      message: expect.stringMatching(/calendar month.*bank transfer/),
    });
    await nothingCame(late.payment);
    expect(await tossSays(late.payment)).toBe("EXCEED_MAX_REFUND_DUE");
  });
});

test("a transfer is refunded in parts until its 180th day, and then refused here as at Toss", async () => {
  const { payment } = await paidBy("TRANSFER");
  await turnTo(payment, "before");
  expect(await give(payment, 9_000)).toMatchObject({ state: "done" });
  await turnTo(payment, "after");
  await expect(give(payment)).rejects.toMatchObject({ code: "refund_window_closed" });
  expect(await paymentNow(payment)).toMatchObject({ refunded: 9_000, refundPending: 0 });
  expect(await tossSays(payment)).toBe("EXCEED_MAX_REFUND_DUE");
});

test("a deposit is refunded until its 365th day, and then refused here as at Toss", async () => {
  const { payment, paymentKey } = await anAccount();
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  const paid = await paymentNow(payment);
  await turnTo(paid, "after");
  const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };
  const wish = { paymentId: paid.id, account, reason: "x", requestedBy: "sora", waitMs: 0 };
  await expect(refund(wish)).rejects.toMatchObject({ code: "refund_window_closed" });
  // An API caller is not asked for an account first.
  const asked = { amount: undefined, reason: "x", actor: "key:k_1", address: "203.0.113.9", keyed: aKey() };
  const order = await orderNow({ id: paid.orderId });
  await expect(refundOrder(order, paid, asked)).rejects.toMatchObject({ code: "refund_window_closed" });
  await nothingCame(paid);
  expect(await tossSays(paid)).toBe("EXCEED_MAX_REFUND_DUE");
});

test("rule 21: a second charge found after its month is not asked for, and waits for a person who returns it", async () => {
  const phone = await authenticated("MOBILE");
  const card = await anotherAuthenticatedPayment(phone.order);
  const { paymentKey, payment } = phone;
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 29_000 });
  await confirmWith(card.payment, card.paymentKey);
  await turnClock(seoulMonthEnds(now()).getTime() - now().getTime() + minutes(5));
  await lookAndRecord(payment.id);
  expect(await paymentNow(payment)).toMatchObject({
    status: "paid",
    credited: "shopper",
    captured: 29_000,
    refundPending: 0,
  });
  expect(await needsNow(payment)).toEqual(["not_refundable:refund_window_closed"]);
  await turnClock(days(2));
  await reconcileOnce();
  await nothingCame(payment);
  expect(await auditOrder(phone.order.id)).toEqual([]);
  const [need] = await openNeedsOf(db, payment.id);
  await resolveNeed(sora, need?.id ?? "", { note: "Sent to her account", address: deskAddress }, now());
  expect(await needsNow(payment)).toEqual([]);
});

test("a refund that Toss made before the month ended is done, although its answer came after", async () => {
  const { payment } = await paidBy("MOBILE");
  await turnTo(payment, "before");
  await fault("drop_after", { operation: "cancel", times: 1 });
  const asked = await give(payment);
  expect(asked.state).toBe("asked");
  await turnClock(hours(1));
  await reconcileOnce();
  expect(await refundById(db, asked.id)).toMatchObject({ state: "done" });
  expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000, refundPending: 0 });
});

test("a refund that waits for a second person past its month is not approved, and its money is released", async () => {
  withRefundLimits({ approvalAbove: 10_000 });
  const { payment } = await paidBy("MOBILE");
  const wish = { amount: undefined, expectedLeft: 29_000, reason: "Broken" };
  const asked = await refundByStaff(sora, payment.id, {
    ...wish,
    keyed: aForm(sora, wish),
    address: deskAddress,
  });
  expect(asked.state).toBe("waiting_for_approval");
  await turnTo(payment, "after");
  await expect(approveRefund(minho, asked.id, deskAddress, now())).rejects.toMatchObject({
    code: "refund_window_closed",
  });
  expect(await refundById(db, asked.id)).toMatchObject({ state: "waiting_for_approval" });
  await rejectRefund(minho, asked.id, { why: "Too late", address: deskAddress }, now());
  expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });
  expect(await cancelsAsked(payment)).toEqual([]);
});

test("money in review is not returned after its month, and stays in review", async () => {
  const order = await anOrderFor(29_000);
  const { payment } = await readyToss(order, { ...aReadyWish(order), method: "MOBILE" }, now());
  const orderId = payment.gatewayOrderId;
  const { paymentKey } = await toss.payments.open({ orderId, amount: 30_000, ...choices.MOBILE });
  await takeMoney({ paymentKey, orderId, amount: 30_000 });
  await lookAndRecord(payment.id);
  const held = await paymentNow(payment);
  await turnTo(held, "after");
  await expect(returnReviewed(order.id, "Not ours", "sora", now())).rejects.toMatchObject({
    code: "refund_window_closed",
  });
  expect(await paymentNow(payment)).toMatchObject({ status: "in_review", refundPending: 0 });
  await nothingCame(payment);
});

test("the API says until when and in which parts, and nothing afterward", async () => {
  const bought = {
    bill: await paidBy("MOBILE"),
    transfer: await paidBy("TRANSFER"),
    card: await aPaidPayment(),
  };
  const until = (payment: Payment) => refundTerms(payment).window?.until.toISOString() ?? null;
  const seen = async ({ order }: { order: Parameters<typeof minaSees>[0] }) => {
    const status = await minaSees(order);
    const { refundable, refundable_until, partial_refundable } = status;
    expect(status.payments[0]).toMatchObject({ refundable, refundable_until, partial_refundable });
    return [refundable, refundable_until, partial_refundable];
  };
  expect(await seen(bought.bill)).toEqual([29_000, until(bought.bill.payment), false]);
  expect(await seen(bought.transfer)).toEqual([29_000, until(bought.transfer.payment), true]);
  expect(await seen(bought.card)).toEqual([29_000, null, true]);
  await turnTo(bought.bill.payment, "after");
  expect(await seen(bought.bill)).toEqual([0, until(bought.bill.payment), false]);
  await give(bought.card.payment);
  expect(await seen(bought.card)).toEqual([0, null, false]);
});

test("where paid orders are refunded at once, a bill of last month waits for the shop, which arranges it", async () => {
  const settings = env();
  const before = settings.shopperCancel;
  settings.shopperCancel = "refund";
  onTestFinished(() => {
    settings.shopperCancel = before;
  });
  const { order, payment } = await paidBy("MOBILE");
  expect((await minaSees(order)).cancel).toMatchObject({
    way: "refund",
    goes_back: { amount: 29_000, expected: { kind: "phone_bill" } },
  });
  await turnTo(payment, "after");
  expect((await minaSees(order)).cancel).toMatchObject({
    way: "ask",
    goes_back: { amount: 29_000, expected: { kind: "arranged", by: null } },
  });
});

const details: PaymentDetail[] = [
  {},
  { takesParts: true },
  { takesParts: false },
  { takesParts: true, taxExempt: 500, card: { issuer: "61", number: "4330", installmentMonths: 0 } },
  { takesParts: true, instantDiscount: 3_000 },
];

/** The rules in a second, plainer form, to compare the verb with. */
function forbids(asked: { method: PaymentMethod; ageDays: number; detail: PaymentDetail; amount: number }) {
  const { method, ageDays, detail, amount } = asked;
  const lastsDays = { CARD: 9_999, EASY_PAY: 9_999, TRANSFER: 180, VIRTUAL_ACCOUNT: 365, MOBILE: 31 }[method];
  if (ageDays > lastsDays) return "refund_window_closed";
  if (amount === 29_000) return undefined;
  const isWhole =
    detail.taxExempt !== undefined ||
    (method === "MOBILE" ? !detail.takesParts : detail.takesParts === false);
  return isWhole || amount < (detail.instantDiscount ?? 0) ? "partial_refund_not_possible" : undefined;
}

test("no wish passes that the rules forbid, and none is refused that they allow", async () => {
  const { payment } = await aPaidPayment();
  const wish = fc.record({
    method: fc.constantFrom<PaymentMethod>("CARD", "EASY_PAY", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE"),
    // Near the windows' ends; a phone bill of today is of this month, and one of 32 days ago is not.
    ageDays: fc.constantFrom(0, 32, 179, 180, 181, 364, 365, 366, 3_000),
    detail: fc.constantFrom(...details),
    amount: fc.constantFrom(1, 2_999, 3_000, 28_999, 29_000),
  });
  await fc.assert(
    fc.asyncProperty(wish, async (asked) => {
      const { method, ageDays, detail, amount } = asked;
      const approvedAt = new Date(now().getTime() - days(ageDays));
      const code = forbids(asked);
      const { version } = await paymentNow(payment);
      const left = { captured: 29_000, refunded: 0, refundPending: 0 };
      await transaction((tx) =>
        writePayment(tx, payment.id, version, { method, detail, approvedAt, ...left }),
      );
      const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };
      const before = (await refundsOf(db, payment.id)).length;
      const given = await refund({
        paymentId: payment.id,
        amount,
        reason: "x",
        requestedBy: "sora",
        account,
        // Decided, and then not sent: what happens at the gateway is not the question here.
        judge: async () => "after approval",
        waitMs: 0,
      }).catch((error) => error);
      const { refundPending } = await paymentNow(payment);
      const made = (await refundsOf(db, payment.id)).length - before;
      expect([given.code, refundPending, made]).toEqual(code ? [code, 0, 0] : [undefined, amount, 1]);
    }),
    { numRuns: 60 },
  );
});
