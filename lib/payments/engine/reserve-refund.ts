import { endCall, lastCallOf, pendingCallOf, writeCall } from "@/db/calls";
import { isDisputed } from "@/db/disputes";
import { recordEvents } from "@/db/events";
import { queueMail, wasWritten } from "@/db/mails";
import { lockOrder } from "@/db/orders";
import { paymentById, reserveOnPayment, writePayment } from "@/db/payments";
import { insertRefund, moveRefund, refundById, refundsOf, refundsOfOrder } from "@/db/refunds";
import { relatedTo } from "@/db/related";
import type { Call, Payment, Refund } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { newId, seconds } from "../../clock";
import { Problem } from "../../problem";
import { refusalOfRefund } from "../../refund-terms";
import { linkMs } from "../../signing/order-link";
import { type Left, leftOf, taxFreeRange, taxFreeShare } from "../../tax";
import { grantIfAllGoesBack, reopenCancelRequest } from "./cancel-granted";
import { leasedFrom } from "./lease";
import { callPerson, endNeeds, needOf } from "./needs";
import { newCall } from "./new-call";
import { encryptAccount, type RefundAccount } from "./refund-account";

/** What is asked of a refund, whoever asks. */
export type RefundWish = {
  /** The part of the amount that is for tax-free goods; its share of what is left if absent. */
  taxFree?: number | undefined;
  reason: string;
  /** Who requests it; `system` for automatic refunds. */
  requestedBy: string;
  /** The account a deposit is refunded to. Without it the refund waits until its owner names one. */
  account?: RefundAccount | undefined;
};

export type Reservation = RefundWish & {
  payment: Payment;
  /** In minor units of the payment's currency. */
  amount: number;
  /** Whether a second person must approve it before it is sent. */
  awaitsApproval?: boolean;
  /** Whether the caller sends it as soon as this is committed, if it is next. */
  sendsAtOnce?: boolean;
  now: Date;
};

/** A reserved refund, its payment, and the call that the caller must send, which is leased to it. */
export type Reserved = { refund: Refund; payment: Payment; call?: Call | undefined };

/**
 * Reserves money for a refund and writes the call that will send it. The caller holds the order's lock. Undefined if
 * the payment does not have that much left. Throws `payment_disputed`, `refund_window_closed`,
 * `partial_refund_not_possible`.
 */
export async function reserveRefund(tx: Tx, wish: Reservation): Promise<Reserved | undefined> {
  const related = await relatedTo(tx, wish.payment.orderId, wish.payment.id);
  if (related.isDisputed) throw disputed();
  assertTakesRefund(wish.payment, wish.amount, wish.now);
  const payment = await reserveOnPayment(tx, wish.payment.id, wish.amount);
  if (!payment) return undefined;
  const agreed = wish.awaitsApproval ? "waiting_for_approval" : stateOnceAgreed(payment, wish);
  // A payment's first refund waits for no other.
  const state = agreed === "queued" && related.refunds === 0 ? "asked" : agreed;
  const id = newId("rf");
  const refund = await insertRefund(tx, {
    id,
    paymentId: payment.id,
    orderId: payment.orderId,
    amount: wish.amount,
    taxFree: await taxFreePart(tx, payment, wish, related.refunds),
    reason: wish.reason,
    requestedBy: wish.requestedBy,
    state,
    account: wish.account ? encryptAccount(id, wish.account) : null,
    createdAt: wish.now,
  });
  await recordEvents(tx, [
    {
      orderId: payment.orderId,
      paymentId: payment.id,
      kind: wish.awaitsApproval ? "refund_approval_asked" : "refund_reserved",
      detail: { refund_id: refund.id, amount: refund.amount, by: refund.requestedBy },
      at: wish.now,
    },
  ]);
  if (refund.state === "waiting_for_account") await askForAccount(tx, payment, refund, wish.now);
  const lease = wish.sendsAtOnce ? leasedFrom(wish.now) : {};
  const call =
    refund.state === "asked"
      ? await writeCall(tx, { ...refundCall(payment, refund, 1, wish.now, wish.now), ...lease })
      : undefined;
  if (!call) await askNextRefund(tx, payment, wish.now);
  if (related.cancelRequest !== null) await grantIfAllGoesBack(tx, payment, wish.requestedBy, wish.now);
  return { refund, payment, call: wish.sendsAtOnce ? call : undefined };
}

/**
 * How much of a refund is for tax-free goods. `payment` has reserved its amount already, and nothing of this part. Throws
 * `partial_refund_not_possible` if the wish takes more of either part than is left.
 */
async function taxFreePart(tx: Tx, payment: Payment, wish: Reservation, refunds: number): Promise<number> {
  if (payment.taxFree === 0 && !wish.taxFree) return 0;
  const others = refunds > 0 ? await refundsOf(tx, payment.id) : [];
  const left = leftBefore(payment, others, wish.amount);
  const { least, most } = taxFreeRange(wish.amount, left);
  const part = wish.taxFree ?? taxFreeShare(wish.amount, left);
  if (part >= least && part <= most) return part;
  throw new Problem(
    "partial_refund_not_possible",
    `Of this refund, ${least} to ${most} won can be for tax-free goods. Nothing was refunded.`,
    { errors: [{ field: "tax_free_amount", message: `Must be from ${least} to ${most}` }] },
  );
}

/** What was neither refunded nor reserved before `amount` was reserved. */
function leftBefore(payment: Payment, others: Refund[], amount: number): Left {
  const reserved = others.filter(({ state }) => state !== "done" && state !== "failed");
  const given = leftOf(payment);
  const whole = Math.max(0, given.amount - payment.refundPending + amount);
  const taxFree = given.taxFree - reserved.reduce((sum, refund) => sum + refund.taxFree, 0);
  return { amount: whole, taxFree: Math.min(whole, Math.max(0, taxFree)) };
}

/**
 * Throws `payment_disputed` if the cardholder's bank holds the money or has already returned it. The caller holds the
 * order's lock.
 */
export async function assertNotDisputed(tx: Tx, { id }: Pick<Payment, "id">) {
  if (await isDisputed(tx, id)) throw disputed();
}

/**
 * Throws `refund_window_closed` or `partial_refund_not_possible` if the gateway's rules forbid a refund of this many minor
 * units now. A refund that was sent before its window closed is not affected.
 */
export function assertTakesRefund(payment: Payment, amount: number, now: Date) {
  const refusal = refusalOfRefund(payment, amount, now);
  if (refusal) throw refusal;
}

const disputed = () =>
  new Problem(
    "payment_disputed",
    "The cardholder's bank holds this money or has already returned it. A refund would pay it back twice. Nothing was refunded.",
  );

/**
 * The refund's state once it is approved. A deposit has no card to refund to, so the shopper must first name an
 * account.
 */
export const stateOnceAgreed = (payment: Pick<Payment, "method">, { account }: { account?: unknown }) =>
  needsAccount(payment) && !account ? "waiting_for_account" : "queued";

/** A deposit has no card to refund to. */
export const needsAccount = (payment: Pick<Payment, "method">) => payment.method === "VIRTUAL_ACCOUNT";

/**
 * Writes the call for the oldest queued refund, unless another refund of this payment is pending: Toss accepts one cancel
 * of a payment at a time, a second apart (source: Toss cancel guide), and each call is guarded by the amount left after
 * the one before.
 */
export async function askNextRefund(tx: Tx, payment: Payment, now: Date) {
  if (payment.refundPending === 0) return;
  if (await pendingCallOf(tx, payment.id, "refund")) return;
  const all = await refundsOf(tx, payment.id);
  const next = all.find((refund) => refund.state === "queued");
  if (!next) return;
  const last = await lastCallOf(tx, payment.id, "refund");
  await moveRefund(tx, next.id, ["queued"], { state: "asked" });
  await writeCall(tx, refundCall(payment, next, (last?.n ?? 0) + 1, now, turnAfter(all, now)));
}

/** The minimum interval between two cancels of one payment, in milliseconds. */
export const betweenRefundsMs = seconds(1.5);

function turnAfter(refunds: Refund[], now: Date) {
  const ended = refunds.map((refund) => (refund.doneAt?.getTime() ?? 0) + betweenRefundsMs);
  return new Date(Math.max(now.getTime(), ...ended));
}

/** The row of a call that sends `refund`, under the key `<payment>:refund:<n>`. */
export const refundCall = (payment: Payment, refund: Refund, n: number, askedAt: Date, nextAt: Date) =>
  newCall(
    payment,
    {
      kind: "refund",
      paymentKey: payment.gatewayPaymentKey ?? "",
      amount: refund.amount,
      ...(payment.taxFree > 0 && { taxFree: taxFreeNow(payment, refund) }),
      currency: payment.currency,
      reason: reasonWithId(refund),
      refundableAmount: payment.captured - payment.refunded,
    },
    { n, askedAt, nextAt, refund },
  );

/** The tax-free part of a refund, unless somebody refunded so much elsewhere that less of it, or more, is left. */
function taxFreeNow(payment: Payment, { amount, taxFree }: Refund) {
  const { least, most } = taxFreeRange(amount, leftOf(payment));
  return Math.max(least, Math.min(taxFree, most));
}

/** Appends our refund id to the reason, so that the refund can be recognized at the gateway; at most 200 characters. */
function reasonWithId(refund: Refund) {
  const suffix = ` (${refund.id})`;
  // Counts UTF-16 units, the strictest reading. If that splits a surrogate pair, drop both halves.
  return `${refund.reason.slice(0, 200 - suffix.length).replace(/\p{Cs}$/u, "")}${suffix}`;
}

/** `message` is what the gateway said, without secrets or personal data. */
type Refused = { code: string; message?: string | undefined; wrongAccount?: true };

/**
 * The gateway declined a refund, or it can no longer be sent: releases the reservation. If only the account that the
 * shopper named was wrong, the reservation stays and waits for another account.
 */
export const giveBackRefund = (call: Call, { code, message, wrongAccount }: Refused, now: Date) =>
  transaction(async (tx) => {
    const payment = await paymentById(tx, call.paymentId);
    if (!payment || !call.refundId) throw new Error(`The call ${call.id} has no refund.`);
    await lockOrder(tx, payment.orderId);
    const ended = await endCall(tx, call.id, "declined");
    if (ended && wrongAccount && (await waitAgain(tx, payment, call.refundId, code, now))) return;
    // Another worker may have recorded it meanwhile; then there is nothing to release.
    if (ended) await failRefund(tx, payment, call.refundId, code, now, message);
  });

/** Releases the money of a refund that was sent and will not be done. The caller holds the order's lock. */
export async function failRefund(
  tx: Tx,
  payment: Payment,
  refundId: string,
  code: string,
  now: Date,
  message?: string,
) {
  const refund = await moveRefund(tx, refundId, ["asked"], {
    state: "failed",
    failureCode: code,
    failureMessage: message ?? null,
    account: null,
    doneAt: now,
  });
  const fresh = refund && (await paymentById(tx, payment.id));
  if (!fresh) return undefined;
  // Nobody watches automatic refunds, or money that was never a sale, so call an operator.
  const isUnwatched = refund.requestedBy === "system" || fresh.credited !== "sales";
  const written = await writePayment(tx, fresh.id, fresh.version, {
    refundPending: fresh.refundPending - refund.amount,
  });
  if (!written) throw new Error(`The payment ${fresh.id} changed under its lock.`);
  await recordEvents(tx, [
    {
      orderId: payment.orderId,
      paymentId: payment.id,
      kind: "refund_failed",
      detail: { refund_id: refund.id, amount: refund.amount, code },
      at: now,
    },
  ]);
  if (isUnwatched)
    await callPerson(
      tx,
      [needOf(written, "refund_failed", code, { subject: "refund", subjectId: refund.id })],
      now,
    );
  await reopenCancelRequest(tx, written, now);
  await askNextRefund(tx, written, now);
  await endNeeds(tx, written.orderId, now);
  return refund;
}

/** If the shopper named the account, asks them for another one and returns true. */
async function waitAgain(tx: Tx, payment: Payment, refundId: string, code: string, now: Date) {
  const standing = await refundById(tx, refundId);
  if (!standing || !(await isShoppersWord(tx, standing))) return false;
  const waiting = { state: "waiting_for_account", account: null, failureCode: code } as const;
  const refund = await moveRefund(tx, refundId, ["asked"], waiting);
  if (!refund) return false;
  await recordEvents(tx, [
    {
      orderId: payment.orderId,
      paymentId: payment.id,
      kind: "refund_account_refused",
      detail: { refund_id: refundId, amount: refund.amount, code },
      at: now,
    },
  ]);
  await askForAccount(tx, payment, refund, now);
  await askNextRefund(tx, payment, now);
  await endNeeds(tx, payment.orderId, now);
  return true;
}

const isShoppersWord = async (tx: Tx, { orderId, id, requestedBy }: Refund) =>
  requestedBy === shopper || wasWritten(tx, orderId, "refund_account", `${id}#`);

/** The requester of a refund that shoppers start themselves, if the shop allows it. */
export const shopper = "shopper";

/** Queues an email that asks which account to refund a deposit to; each new request sends another email. */
export async function askForAccount(tx: Tx, payment: Payment, refund: Refund, now: Date) {
  const asked = (await lastCallOf(tx, payment.id, "refund"))?.n ?? 0;
  await writeForAccount(tx, refund, String(asked), now);
}

/**
 * Sends that email again if the shopper looks up their order after its link expired: at most once every two weeks,
 * however often they look.
 */
export async function askAgainForAccount(orderId: string, now: Date): Promise<void> {
  const waiting = (await refundsOfOrder(db, orderId)).filter(({ state }) => state === "waiting_for_account");
  const due = waiting.flatMap((refund) => {
    const times = Math.floor((now.getTime() - refund.createdAt.getTime()) / linkMs);
    return times > 0 ? [{ refund, times }] : [];
  });
  if (due.length === 0) return;
  await transaction(async (tx) => {
    for (const { refund, times } of due) await writeForAccount(tx, refund, `again ${times}`, now);
  });
}

const writeForAccount = (tx: Tx, { id, orderId, paymentId }: Refund, time: string, now: Date) =>
  queueMail(tx, {
    orderId,
    paymentId,
    kind: "refund_account",
    cause: `${id}#${time}`,
    sendAt: now,
    now,
  });
