import type { Call, Payment } from "@/db/schema";
import type { stuckReasons } from "../../books/needs";
import { endOfReceiptCall, isOutdatedCancel, receiptLostAfterMs } from "../../books/receipts";
import { minutes } from "../../clock";
import { gateway } from "../../gateways";
import type { Look, Snapshot } from "../../gateways/gateway";
import { isAcquired } from "./acquisition";
import { isAnswered, isRejected } from "./call-key";
import { isOfPage } from "./close";
import { withReceiptsApart } from "./receipts-apart";

/** Why we can no longer learn what became of a call. */
export type StuckReason = (typeof stuckReasons)[number];

/** What to do about a call whose outcome is unknown. */
export type Step =
  | { do: "record"; snapshot: Snapshot }
  /** Under the same key: the request may still be under way. */
  | { do: "ask_again" }
  /** Under a new key: nothing happened, and the old key would only replay the gateway's error. */
  | { do: "ask_anew" }
  | { do: "free"; why: string }
  | { do: "decline"; code: string; stillOpen: boolean }
  /** The gateway rejected our request, our account or the caller's input, and nothing happened. */
  | { do: "reject"; stillOpen: boolean }
  /** The gateway was in trouble for too long, and nothing happened. */
  | { do: "fail"; stillOpen: boolean }
  | { do: "lost" }
  | { do: "give_back"; code: string }
  | { do: "person"; why: StuckReason }
  | { do: "later" };

/** The code for a rejection if the gateway gave none. */
export const rejectedCode = "gateway_rejected";

/** How long after a confirm was sent a window may still be open that would make its payment appear, in milliseconds. */
const lostAfterMs = minutes(45);

/** Decides what to do about `call`, given the result of a look. Pure: it reads nothing and writes nothing. */
export function nextStep(call: Call, payment: Payment, look: Look, now: Date): Step {
  // A gateway that refuses our keys does not answer looks either, and nothing of this request can be under way.
  if (look.is === "unknown") return look.why === "setup" ? afterRefusal(call) : { do: "later" };
  const age = now.getTime() - call.askedAt.getTime();
  const { keyLifeMs, confirmMeans, refundsKeepKey, windowMs } = gateway(payment.gateway);
  const keyDied = age >= keyLifeMs;
  // The operator was called once about an unrecognized state; call again if nothing came of it.
  if (keyDied && look.is === "seen" && look.snapshot.status === "unrecognized")
    return { do: "person", why: "key_died" };
  switch (call.sent.kind) {
    case "confirm":
      return confirmMeans === "charge"
        ? afterCharge(call, look, age, keyDied)
        : afterConfirm(call, call.sent.paymentKey, look, age, keyDied);
    case "create":
    case "issue":
      return afterOpen(call, look, windowMs, now, age);
    case "close":
      return afterClose(call, look, keyDied);
    case "capture":
      return afterCapture(call, look, age, keyDied);
    case "acquire":
      return afterAcquire(call, payment, look, age, keyDied);
    case "receipt":
    case "receipt_cancel":
      return afterReceipt(call, payment, look, now, keyDied);
    case "refund":
      return refundsKeepKey
        ? afterKeptRefund(call, look, age, keyDied)
        : afterRefund(call, call.sent.refundableAmount, payment, look, age, keyDied);
  }
}

/** What to do about a payment if the gateway rejected our request and refuses our looks as well. */
function afterRefusal({ kind, unknownWhy, rejection, silentAt }: Call): Step {
  if (kind !== "confirm" && kind !== "create" && kind !== "issue") return { do: "later" };
  const isRefused = rejection?.about === "keys" || rejection?.status === 403;
  if (unknownWhy === "rejected" && isRefused && rejection.isSure)
    return { do: "reject", stillOpen: kind === "confirm" };
  // The gateway itself said that this payment key does not exist for us.
  if (kind === "confirm" && unknownWhy === "no_such_payment" && !silentAt)
    return { do: "free", why: "no_such_payment" };
  return { do: "later" };
}

/**
 * What follows from a rejection, once it is certain that nothing happened. A gateway that replays a key reports what
 * was sent under it before; only if it refused our keys does its answer say nothing about that.
 */
const afterRejection = ({ rejection }: Call, age: number, step: Step): Step =>
  rejection?.about === "keys" && !rejection.isSure && age < lostAfterMs ? { do: "later" } : step;

const giveBack = ({ gatewayCode }: Call): Step => ({ do: "give_back", code: gatewayCode ?? rejectedCode });

/** How long we retry a charge automatically, in milliseconds. Later the shopper may no longer expect it. */
const chargedForMs = minutes(1);

function afterConfirm(
  call: Call,
  paymentKey: string,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") {
    // The gateway itself said that it knows no such payment, so this request is not under way. That does not cover an
    // earlier request that was never answered, because the keys may belong to another account by now.
    if (call.unknownWhy === "no_such_payment" && !call.silentAt)
      return { do: "free", why: "no_such_payment" };
    if (call.unknownWhy === "rejected" && !call.silentAt)
      return afterRejection(call, age, { do: "reject", stillOpen: true });
    return age >= lostAfterMs ? { do: "lost" } : { do: "ask_again" };
  }
  const { snapshot } = look;
  // The order id led to another window of the same attempt: the payment key we were given leads to nothing.
  if (snapshot.paymentKey !== paymentKey && withoutMoney.has(snapshot.status))
    return { do: "free", why: "other_window" };
  switch (snapshot.status) {
    case "ready":
      return { do: "free", why: "not_authenticated" };
    case "authenticated":
      // The shopper authenticated a different amount, which the gateway will never authorize.
      if (isAnswered(call) && snapshot.amount !== call.amount) return { do: "free", why: "other_amount" };
      // A payment that other keys did not find a moment ago exists after all: send it.
      if (isRejected(call) && !(call.silentAt && call.unknownWhy === "no_such_payment"))
        return afterRejection(call, age, { do: "reject", stillOpen: true });
      if (keyDied) return { do: "person", why: "key_died" };
      return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
    default:
      return { do: "record", snapshot };
  }
}

const withoutMoney: ReadonlySet<Snapshot["status"]> = new Set([
  "ready",
  "authenticated",
  "failed",
  "expired",
  "canceled",
]);

/**
 * An intent's card was to be charged. While the intent is open, nothing was taken; under the same key the gateway
 * replays its previous answer. An intent takes money only once, so a new key charges nobody twice.
 */
function afterCharge(
  call: Call,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent")
    return call.rejection?.isSure ? { do: "reject", stillOpen: false } : { do: "person", why: "not_found" };
  const { snapshot } = look;
  if (snapshot.status !== "ready") return { do: "record", snapshot };
  if (!isAnswered(call)) return keyDied ? { do: "person", why: "key_died" } : { do: "ask_again" };
  if (isRejected(call)) return afterRejection(call, age, { do: "reject", stillOpen: true });
  // The answer was not a known decline, but the intent's last card failure is one.
  if (snapshot.failureCode && snapshot.isDecline)
    return { do: "decline", code: snapshot.failureCode, stillOpen: true };
  return age < chargedForMs ? { do: "ask_anew" } : { do: "fail", stillOpen: true };
}

/**
 * Opening takes no money, and the shopper was never sent there, so retry a failed open under a new key. If the payment
 * was opened and we could not read the answer, keep the key, since a new one would only open another.
 */
function afterOpen(
  call: Call,
  look: Exclude<Look, { is: "unknown" }>,
  windowMs: number,
  now: Date,
  age: number,
): Step {
  if (look.is === "seen") return { do: "record", snapshot: look.snapshot };
  if (isRejected(call) && asksForThePast(call, windowMs, now)) return { do: "ask_anew" };
  if (isRejected(call) && !call.silentAt) return { do: "reject", stillOpen: false };
  if (age >= lostAfterMs) return { do: "lost" };
  return isAnswered(call) && !keepsKey.has(call.unknownWhy) ? { do: "ask_anew" } : { do: "ask_again" };
}

/**
 * Keep the key if the payment was opened already; a rejection after a silence says nothing about the earlier request.
 */
const keepsKey: ReadonlySet<Call["unknownWhy"]> = new Set(["malformed", "rejected", "no_such_payment"]);

/** Whether a page's closing time was valid when it was written and is too near by now. */
const asksForThePast = ({ sent }: Call, windowMs: number, now: Date) =>
  sent.kind === "create" &&
  sent.page !== undefined &&
  new Date(sent.page.closesAt).getTime() - now.getTime() < windowMs - minutes(1);

/** Whatever the gateway answered: the surface is closed, the shopper paid first, or the call is sent again. */
function afterClose(call: Call, look: Exclude<Look, { is: "unknown" }>, keyDied: boolean): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  const { snapshot } = look;
  // Money that a bank holds can still be voided, though not by shutting the page it was paid on.
  const isAuthorized = snapshot.status === "authorized" && !isOfPage(call);
  if ((!open.has(snapshot.status) && !isAuthorized) || snapshot.closed) return { do: "record", snapshot };
  if (keyDied) return { do: "person", why: "key_died" };
  return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
}

const open: ReadonlySet<Snapshot["status"]> = new Set(["waiting_for_deposit", "ready", "requires_action"]);

/**
 * While the bank holds the money, nothing was captured. A hold is captured only once, so asking again takes nothing
 * twice.
 */
function afterCapture(
  call: Call,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  if (look.snapshot.status !== "authorized") return { do: "record", snapshot: look.snapshot };
  if (isRejected(call)) return afterRejection(call, age, giveBack(call));
  if (keyDied) return { do: "person", why: "key_died" };
  return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
}

/**
 * A payment is acquired only once, so asking again acquires nothing twice. What was refunded in full meanwhile need not be
 * acquired. Nothing follows from a payment that is not found, so the request ends and staff may ask again.
 */
function afterAcquire(
  call: Call,
  payment: Payment,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") return giveBack(call);
  if (payment.refunded >= payment.captured) return giveBack(call);
  const { snapshot } = look;
  const refunded = refundedOf(snapshot);
  if (isAcquired({ ...snapshot, refunded }) || refunded >= snapshot.captured)
    return { do: "record", snapshot };
  if (isRejected(call)) return afterRejection(call, age, giveBack(call));
  if (keyDied) return { do: "person", why: "key_died" };
  return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
}

/**
 * The gateway's lists of the days since the request show whether a receipt was issued, or canceled. Until they could be
 * read, nothing is concluded. A receipt that the order already has may be ours and not listed yet.
 */
function afterReceipt(
  call: Call,
  payment: Payment,
  look: Exclude<Look, { is: "unknown" }>,
  now: Date,
  keyDied: boolean,
): Step {
  if (look.is === "absent") {
    if (isRejected(call) && call.silentAt === null) return giveBack(call);
    return keyDied ? { do: "person", why: "not_found" } : { do: "later" };
  }
  const { snapshot } = look;
  if (!snapshot.receiptsApart) return keyDied ? { do: "person", why: "key_died" } : { do: "later" };
  const { cashReceipts } = withReceiptsApart(payment, snapshot).detail;
  if (endOfReceiptCall(call, cashReceipts, now)) return { do: "record", snapshot };
  const age = now.getTime() - call.askedAt.getTime();
  const mayBeListedLater = age < receiptLostAfterMs;
  if (isRejected(call)) {
    const isUnsure = call.rejection?.about === "input" && !call.rejection.isSure && mayBeListedLater;
    return isUnsure ? { do: "later" } : afterRejection(call, age, giveBack(call));
  }
  // What was refunded in full meanwhile needs no receipt.
  if (call.kind === "receipt" && call.silentAt === null && payment.refunded >= payment.captured)
    return giveBack(call);
  if (isOutdatedCancel(call, cashReceipts)) return { do: "later" };
  if (keyDied) return { do: "person", why: "key_died" };
  // Toss refuses a second receipt for an order, and cancels a second time: a cancellation takes a new key only once the
  // first would be listed.
  const mayRenew = isAnswered(call) && (call.kind === "receipt" || !mayBeListedLater);
  return mayRenew ? { do: "ask_anew" } : { do: "ask_again" };
}

/** What was refunded, in minor units. */
const refundedOf = ({ refunds }: Snapshot) =>
  refunds.reduce((sum, { state, amount }) => sum + (state === "done" ? amount : 0), 0);

/** If a refund keeps its key, the gateway replays its outcome, whatever is left of the payment. */
function afterKeptRefund(
  call: Call,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  const given = look.snapshot.refunds.find(({ refundId }) => refundId !== null && refundId === call.refundId);
  // The shopper's bank may take days.
  if (given?.state === "pending") return { do: "later" };
  if (given) return { do: "record", snapshot: look.snapshot };
  if (isRejected(call)) return afterRejection(call, age, giveBack(call));
  return keyDied ? { do: "person", why: "key_died" } : { do: "ask_again" };
}

function afterRefund(
  call: Call,
  refundableWhenAsked: number,
  payment: Payment,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  const { snapshot } = look;
  const given = snapshot.refunds.find(({ refundId }) => refundId !== null && refundId === call.refundId);
  // The shopper's bank may take days.
  if (given?.state === "pending") return { do: "later" };
  if (given) return { do: "record", snapshot };
  if (keyDied && !isRejected(call)) return { do: "person", why: "key_died" };
  const left =
    snapshot.captured -
    snapshot.refunds.reduce((sum, { state, amount }) => sum + (state === "failed" ? 0 : amount), 0);
  // Less may be left than a queued refund needs; then it can never be done.
  const fits = call.amount <= left;
  if (left === refundableWhenAsked && isRejected(call)) return afterRejection(call, age, giveBack(call));
  if (left === refundableWhenAsked && fits)
    return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
  // Somebody made a refund in the gateway's console meanwhile, so our call's guard no longer matches. First write that
  // to the books; then retry with a matching guard, if enough is left.
  if (left !== payment.captured - payment.refunded) return { do: "record", snapshot };
  return fits ? { do: "ask_anew" } : { do: "give_back", code: "refund_exceeds_balance" };
}
