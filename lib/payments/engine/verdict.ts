import type { Call, Payment } from "@/db/schema";
import type { stuckReasons } from "../../books/needs";
import { minutes } from "../../clock";
import { gateway } from "../../gateways";
import type { Look, Snapshot } from "../../gateways/gateway";
import { isAnswered, isRejected } from "./call-key";
import { isOfPage } from "./close";

/** Why nobody can say any more what became of a call. */
export type StuckReason = (typeof stuckReasons)[number];

/** What to do about a call whose answer is not known. */
export type Step =
  | { do: "settle"; snapshot: Snapshot }
  /** Under the same key: the request may still be under way. */
  | { do: "ask_again" }
  /** Under a new key: the gateway answered an error, which it would replay, and nothing happened. */
  | { do: "ask_anew" }
  | { do: "free"; why: string }
  | { do: "decline"; code: string; stillOpen: boolean }
  /** The gateway refused our request, our account or the caller's input, and nothing happened. */
  | { do: "reject"; stillOpen: boolean }
  /** The gateway was in trouble for too long; nothing happened. */
  | { do: "fail"; stillOpen: boolean }
  | { do: "lost" }
  | { do: "give_back"; code: string }
  | { do: "person"; why: StuckReason }
  | { do: "later" };

/** The code of what a gateway rejected without a code of its own. */
export const rejectedCode = "gateway_rejected";

/** How long after a confirm was asked no window can still be open that would make its payment appear. */
const lostAfterMs = minutes(45);

/** What is right to do about `call`, given what a look told. Pure: it reads nothing and writes nothing. */
export function nextStep(call: Call, payment: Payment, look: Look, now: Date): Step {
  // Who does not read our requests does not answer our questions either; nothing of this one can be under way.
  if (look.is === "unknown") return look.why === "setup" ? afterRefusal(call) : { do: "later" };
  const age = now.getTime() - call.askedAt.getTime();
  const { keyLifeMs, confirmMeans, refundsKeepKey, windowMs } = gateway(payment.gateway);
  const keyDied = age >= keyLifeMs;
  // Told once that nobody knows such a state, a person hears again when nothing came of it.
  if (keyDied && look.is === "seen" && look.snapshot.status === "unrecognized")
    return { do: "person", why: "key_died" };
  switch (call.sent.kind) {
    case "confirm":
      return confirmMeans === "charge"
        ? afterCharge(call, look, age, keyDied)
        : afterConfirm(call, call.sent.paymentKey, look, age, keyDied);
    case "open":
    case "issue":
      return afterOpen(call, look, windowMs, now, age);
    case "close":
      return afterClose(call, look, keyDied);
    case "refund":
      return refundsKeepKey
        ? afterKeptRefund(call, look, age, keyDied)
        : afterRefund(call, call.sent.refundableAmount, payment, look, age, keyDied);
  }
}

/** What follows for a payment where the gateway refused our request, and refuses to answer our questions as well. */
function afterRefusal({ kind, unknownWhy, rejection, silentAt }: Call): Step {
  if (kind === "refund" || kind === "close") return { do: "later" };
  const isRefused = rejection?.about === "keys" || rejection?.status === 403;
  if (unknownWhy === "rejected" && isRefused && rejection.isSure)
    return { do: "reject", stillOpen: kind === "confirm" };
  // The gateway itself said that this key opens nothing for us.
  if (kind === "confirm" && unknownWhy === "no_such_payment" && !silentAt)
    return { do: "free", why: "no_such_payment" };
  return { do: "later" };
}

/**
 * What follows from a rejection, once it is certain that nothing happened. A key that is repeated tells of what was asked
 * under it before; only who did not accept our keys at all says nothing of that.
 */
const afterRejection = ({ rejection }: Call, age: number, step: Step): Step =>
  rejection?.about === "keys" && !rejection.isSure && age < lostAfterMs ? { do: "later" } : step;

const giveBack = ({ gatewayCode }: Call): Step => ({ do: "give_back", code: gatewayCode ?? rejectedCode });

/** How long a charge is tried again by itself, in milliseconds: later its shopper may not expect it any more. */
const chargedForMs = minutes(1);

function afterConfirm(
  call: Call,
  paymentKey: string,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") {
    // The gateway itself said that it knows no such payment, so nothing is under way; but not of what was asked before
    // and never answered, for the keys may be another account's by now.
    if (call.unknownWhy === "no_such_payment" && !call.silentAt)
      return { do: "free", why: "no_such_payment" };
    if (call.unknownWhy === "rejected" && !call.silentAt)
      return afterRejection(call, age, { do: "reject", stillOpen: true });
    return age >= lostAfterMs ? { do: "lost" } : { do: "ask_again" };
  }
  const { snapshot } = look;
  // The order id led to another window of the same attempt: the key we were given opens nothing.
  if (snapshot.paymentKey !== paymentKey && withoutMoney.has(snapshot.status))
    return { do: "free", why: "other_window" };
  switch (snapshot.status) {
    case "ready":
      return { do: "free", why: "not_authenticated" };
    case "authenticated":
      // What was authenticated is another sum than we ask for: the gateway will never authorize it.
      if (isAnswered(call) && snapshot.amount !== call.amount) return { do: "free", why: "other_amount" };
      // One that was not known to other keys a moment ago is there after all: it is asked for.
      if (isRejected(call) && !(call.silentAt && call.unknownWhy === "no_such_payment"))
        return afterRejection(call, age, { do: "reject", stillOpen: true });
      if (keyDied) return { do: "person", why: "key_died" };
      return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
    default:
      return { do: "settle", snapshot };
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
 * A card of an intent was to be charged. While the intent is open nothing was taken; asked again under its key the
 * gateway tells what it had told before. An intent takes money once, so that a new key charges nobody twice.
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
  if (snapshot.status !== "ready") return { do: "settle", snapshot };
  if (!isAnswered(call)) return keyDied ? { do: "person", why: "key_died" } : { do: "ask_again" };
  if (isRejected(call)) return afterRejection(call, age, { do: "reject", stillOpen: true });
  // The answer was no refusal that we know; what the intent says of its last card is.
  if (snapshot.failureCode && snapshot.isDecline)
    return { do: "decline", code: snapshot.failureCode, stillOpen: true };
  return age < chargedForMs ? { do: "ask_anew" } : { do: "fail", stillOpen: true };
}

/**
 * Opening takes no money, and nobody pays where they were never led: what went wrong is asked anew. What was made and
 * could not be read would only be made again, so that keeps its key.
 */
function afterOpen(
  call: Call,
  look: Exclude<Look, { is: "unknown" }>,
  windowMs: number,
  now: Date,
  age: number,
): Step {
  if (look.is === "seen") return { do: "settle", snapshot: look.snapshot };
  if (isRejected(call) && asksForThePast(call, windowMs, now)) return { do: "ask_anew" };
  if (isRejected(call) && !call.silentAt) return { do: "reject", stillOpen: false };
  if (age >= lostAfterMs) return { do: "lost" };
  return isAnswered(call) && !keepsKey.has(call.unknownWhy) ? { do: "ask_anew" } : { do: "ask_again" };
}

/** What was made is not made again; what was rejected after silence tells nothing of what was asked before. */
const keepsKey: ReadonlySet<Call["unknownWhy"]> = new Set(["malformed", "rejected", "no_such_payment"]);

/** True of a page whose closing time was right when it was written down, and is too near by now. */
const asksForThePast = ({ sent }: Call, windowMs: number, now: Date) =>
  sent.kind === "open" &&
  sent.page !== undefined &&
  new Date(sent.page.closesAt).getTime() - now.getTime() < windowMs - minutes(1);

/** Whatever the gateway answered: the door is shut, or somebody paid first, or it is asked again. */
function afterClose(call: Call, look: Exclude<Look, { is: "unknown" }>, keyDied: boolean): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  const { snapshot } = look;
  // Money that a bank holds can still be called off, though not by shutting the page it was paid on.
  const isAuthorized = snapshot.status === "authorized" && !isOfPage(call);
  if ((!open.has(snapshot.status) && !isAuthorized) || snapshot.closed) return { do: "settle", snapshot };
  if (keyDied) return { do: "person", why: "key_died" };
  return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
}

const open: ReadonlySet<Snapshot["status"]> = new Set(["waiting_for_deposit", "ready", "requires_action"]);

/** A refund that keeps its key is told again what became of it, whatever is left of the payment. */
function afterKeptRefund(
  call: Call,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  const given = look.snapshot.refunds.find(({ refundId }) => refundId !== null && refundId === call.refundId);
  // The shopper's bank may take days over it.
  if (given?.state === "pending") return { do: "later" };
  if (given) return { do: "settle", snapshot: look.snapshot };
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
  // The shopper's bank may take days over it.
  if (given?.state === "pending") return { do: "later" };
  if (given) return { do: "settle", snapshot };
  if (keyDied && !isRejected(call)) return { do: "person", why: "key_died" };
  const left =
    snapshot.captured -
    snapshot.refunds.reduce((sum, { state, amount }) => sum + (state === "failed" ? 0 : amount), 0);
  // What waited its turn may be asked for when less is left than it wants; then it can never be done.
  const fits = call.amount <= left;
  if (left === refundableWhenAsked && isRejected(call)) return afterRejection(call, age, giveBack(call));
  if (left === refundableWhenAsked && fits)
    return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
  // Somebody refunded in the gateway's console meanwhile, so the guard of our call makes it impossible now.
  // First the books learn of it; then it is asked with a guard that fits, if enough is left.
  if (left !== payment.captured - payment.refunded) return { do: "settle", snapshot };
  return fits ? { do: "ask_anew" } : { do: "give_back", code: "refund_exceeds_balance" };
}
