import type { Call, Payment } from "@/db/schema";
import { minutes } from "../clock";
import { gateway } from "../gateways";
import type { Look, Snapshot } from "../gateways/gateway";
import { isAnswered } from "./keys";
import { isRefundOf } from "./reserve";

/** What to do about a call whose answer is not known. */
export type Step =
  | { do: "settle"; snapshot: Snapshot }
  /** Under the same key: the request may still be under way. */
  | { do: "ask_again" }
  /** Under a new key: the gateway answered an error, which it would replay, and nothing happened. */
  | { do: "ask_anew" }
  | { do: "free"; why: string }
  | { do: "decline"; code: string }
  | { do: "lost" }
  | { do: "give_back"; code: string }
  | { do: "person"; why: string }
  | { do: "later" };

/** How long after a confirm was asked no window can still be open that would make its payment appear. */
const lostAfterMs = minutes(45);

/** What is right to do about `call`, given what a look told. Pure: it reads nothing and writes nothing. */
export function nextStep(call: Call, payment: Payment, look: Look, now: Date): Step {
  if (look.is === "unknown") return { do: "later" };
  const age = now.getTime() - call.askedAt.getTime();
  const keyDied = age >= gateway(payment.gateway).keyLifeMs;
  switch (call.sent.kind) {
    case "confirm":
      return afterConfirm(call, call.sent.paymentKey, look, age, keyDied);
    case "issue":
      return afterIssue(call, look, age);
    case "close":
      return afterClose(call, look, keyDied);
    case "refund":
      return afterRefund(call, call.sent.refundableAmount, payment, look, keyDied);
  }
}

function afterConfirm(
  call: Call,
  paymentKey: string,
  look: Exclude<Look, { is: "unknown" }>,
  age: number,
  keyDied: boolean,
): Step {
  if (look.is === "absent") {
    // The gateway itself said that it knows no such payment, so nothing is under way.
    if (call.unknownWhy === "no_such_payment") return { do: "free", why: "no_such_payment" };
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
      // What was authenticated is another sum than we ask for: the gateway will never authorise it.
      if (isAnswered(call) && snapshot.amount !== call.amount) return { do: "free", why: "other_amount" };
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

/** Opening an account takes no money, so what was answered with an error and is not there is not pursued. */
function afterIssue(call: Call, look: Exclude<Look, { is: "unknown" }>, age: number): Step {
  if (look.is === "seen") return { do: "settle", snapshot: look.snapshot };
  if (isAnswered(call)) return { do: "decline", code: call.gatewayCode ?? "not_issued" };
  return age >= lostAfterMs ? { do: "lost" } : { do: "ask_again" };
}

/** Whatever the gateway answered: the account is shut, or somebody deposited first, or it is asked again. */
function afterClose(call: Call, look: Exclude<Look, { is: "unknown" }>, keyDied: boolean): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  const { snapshot } = look;
  if (snapshot.status !== "waiting_for_deposit" || snapshot.closed) return { do: "settle", snapshot };
  if (keyDied) return { do: "person", why: "key_died" };
  return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
}

function afterRefund(
  call: Call,
  refundableWhenAsked: number,
  payment: Payment,
  look: Exclude<Look, { is: "unknown" }>,
  keyDied: boolean,
): Step {
  if (look.is === "absent") return { do: "person", why: "not_found" };
  const { snapshot } = look;
  const { refundId } = call;
  if (refundId && snapshot.refunds.some((refund) => isRefundOf({ id: refundId }, refund.reason)))
    return { do: "settle", snapshot };
  if (keyDied) return { do: "person", why: "key_died" };
  const left = snapshot.captured - snapshot.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  // What waited its turn may be asked for when less is left than it wants; then it can never be done.
  const fits = call.amount <= left;
  if (left === refundableWhenAsked && fits)
    return isAnswered(call) ? { do: "ask_anew" } : { do: "ask_again" };
  // Somebody refunded in the gateway's console meanwhile, so the guard of our call makes it impossible now.
  // First the books learn of it; then it is asked with a guard that fits, if enough is left.
  if (left !== payment.captured - payment.refunded) return { do: "settle", snapshot };
  return fits ? { do: "ask_anew" } : { do: "give_back", code: "refund_exceeds_balance" };
}
