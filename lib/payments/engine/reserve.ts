import { endCall, lastCallOf, openCallOf, writeCall } from "@/db/calls";
import { isDisputed } from "@/db/disputes";
import { recordEvents } from "@/db/events";
import { queueMail, wasWritten } from "@/db/mails";
import { lockOrder } from "@/db/orders";
import { paymentById, reserveOnPayment, writePayment } from "@/db/payments";
import { insertRefund, moveRefund, refundById, refundsOf, refundsOfOrder } from "@/db/refunds";
import type { Call, Payment, Refund } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { newId, seconds } from "../../clock";
import { Problem } from "../../problem";
import { linkMs } from "../../signing/order-link";
import { grantIfAllGoesBack, reopenCancelRequest } from "./cancel-granted";
import { callPerson, endNeeds, needOf } from "./needs";
import { newCall } from "./new-call";
import { encryptAccount, type RefundAccount } from "./refund-account";

export type RefundWish = {
  payment: Payment;
  /** In minor units of the payment's currency. */
  amount: number;
  reason: string;
  /** Who asks; `system` for what Twotrack does by itself. */
  requestedBy: string;
  /** Where a deposit goes back to. Without it that waits until its owner has named one. */
  account?: RefundAccount | undefined;
  /** True when a second person must agree before it is asked for. */
  awaitsApproval?: boolean;
  now: Date;
};

/**
 * Reserves money to be given back and writes down the call that will ask for it. The order's lock is
 * held by the caller. Undefined when the payment has not that much left. Throws payment_disputed.
 */
export async function reserveRefund(tx: Tx, wish: RefundWish): Promise<Refund | undefined> {
  await assertNotDisputed(tx, wish.payment);
  const payment = await reserveOnPayment(tx, wish.payment.id, wish.amount);
  if (!payment) return undefined;
  const id = newId("rf");
  const refund = await insertRefund(tx, {
    id,
    paymentId: payment.id,
    orderId: payment.orderId,
    amount: wish.amount,
    reason: wish.reason,
    requestedBy: wish.requestedBy,
    state: wish.awaitsApproval ? "waiting_for_approval" : stateOnceAgreed(payment, wish),
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
  await askNextRefund(tx, payment, wish.now);
  await grantIfAllGoesBack(tx, payment, wish.requestedBy, wish.now);
  return refund;
}

/** Throws payment_disputed where a cardholder's bank has the money, or has given it away. The order's lock is held. */
export async function assertNotDisputed(tx: Tx, { id }: Pick<Payment, "id">) {
  if (await isDisputed(tx, id))
    throw new Problem(
      "payment_disputed",
      "The cardholder's bank holds this money or has already returned it. A refund would pay it back twice. Nothing was refunded.",
    );
}

/** What was deposited has no card to go back to: the shopper must name an account first. */
export const stateOnceAgreed = (payment: Pick<Payment, "method">, { account }: { account?: unknown }) =>
  needsAccount(payment) && !account ? "waiting_for_account" : "queued";

/** What was deposited has no card to go back to. */
export const needsAccount = (payment: Pick<Payment, "method">) => payment.method === "VIRTUAL_ACCOUNT";

/**
 * Writes the call for the oldest refund that waits, unless one of this payment is being asked: Toss
 * takes one cancel of a payment at a time, a second apart (its cancel guide), and each call guards
 * itself with what is left after the one before.
 */
export async function askNextRefund(tx: Tx, payment: Payment, now: Date) {
  if (await openCallOf(tx, payment.id, "refund")) return;
  const all = await refundsOf(tx, payment.id);
  const next = all.find((refund) => refund.state === "queued");
  if (!next) return;
  const last = await lastCallOf(tx, payment.id, "refund");
  await moveRefund(tx, next.id, ["queued"], { state: "asked" });
  await writeCall(tx, refundCall(payment, next, (last?.n ?? 0) + 1, now, turnAfter(all, now)));
}

/** How far apart two cancels of one payment are asked, in milliseconds. */
export const betweenRefundsMs = seconds(1.5);

function turnAfter(refunds: Refund[], now: Date) {
  const ended = refunds.map((refund) => (refund.doneAt?.getTime() ?? 0) + betweenRefundsMs);
  return new Date(Math.max(now.getTime(), ...ended));
}

/** The row of a call that asks for `refund`, under the key `<payment>:refund:<n>`. */
export const refundCall = (payment: Payment, refund: Refund, n: number, askedAt: Date, nextAt: Date) =>
  newCall(
    payment,
    {
      kind: "refund",
      paymentKey: payment.gatewayPaymentKey ?? "",
      amount: refund.amount,
      currency: payment.currency,
      reason: reasonWithId(refund),
      refundableAmount: payment.captured - payment.refunded,
    },
    { n, askedAt, nextAt, refund },
  );

/** Our refund id ends the reason, so that the refund can be recognized at the gateway; 200 characters at most. */
function reasonWithId(refund: Refund) {
  const suffix = ` (${refund.id})`;
  // Counted in UTF-16 units, the strictest reading; where that cuts a character in two, neither half stays.
  return `${refund.reason.slice(0, 200 - suffix.length).replace(/\p{Cs}$/u, "")}${suffix}`;
}

/** `message` is what the gateway said, without secrets and personal data. */
type Refused = { code: string; message?: string | undefined; wrongAccount?: true };

/**
 * The gateway refused a refund, or it cannot be asked any more: the reservation goes back. Where only the account was
 * wrong that its shopper had named, it stays and waits for another one.
 */
export const giveBackRefund = (call: Call, { code, message, wrongAccount }: Refused, now: Date) =>
  transaction(async (tx) => {
    const payment = await paymentById(tx, call.paymentId);
    if (!payment || !call.refundId) throw new Error(`The call ${call.id} has no refund.`);
    await lockOrder(tx, payment.orderId);
    const ended = await endCall(tx, call.id, "declined");
    if (ended && wrongAccount && (await waitAgain(tx, payment, call.refundId, code, now))) return;
    // Another loop may have written the truth meanwhile; then there is nothing to give back.
    if (ended) await failRefund(tx, payment, call.refundId, code, now, message);
  });

/** Frees the money of a refund that is asked for and will not be done. The order's lock is held. */
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
  // Nobody waits for a refund of the system's own, nor for what was never sold: nobody would notice.
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

/** True when the account was its shopper's word, and no caller's: they are asked for another one. */
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

/** Who asks for a refund that a shopper takes for themselves, where their shop lets them. */
export const shopper = "shopper";

/** A letter that asks where a deposit is to go back to; each time that is asked is a letter of its own. */
export async function askForAccount(tx: Tx, payment: Payment, refund: Refund, now: Date) {
  const asked = (await lastCallOf(tx, payment.id, "refund"))?.n ?? 0;
  await writeForAccount(tx, refund, String(asked), now);
}

/**
 * The same again, for a shopper who looks their order up when the link in that letter works no longer: once in each two
 * weeks, however often they look.
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
