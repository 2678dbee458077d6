import { callById, endStandingCall, pendingCallOf, reopenCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { Call, Payment, Refund } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { minutes, now, waitAtMost } from "../../clock";
import { Problem } from "../../problem";
import { pursue } from "../engine/ask";
import { workOn } from "../engine/lease";
import { lookAndRecord, lookAt } from "../engine/look";
import { endNeeds } from "../engine/needs";
import { failRefund } from "../engine/reserve-refund";

// A call is stuck if its outcome can no longer be determined, or if the gateway does not know its payment. An operator
// has it retried, or gives it up if it is a refund.

/** Writes more in the transaction of the operator's decision. */
type Also = (tx: Tx, payment: Payment) => Promise<unknown>;

/**
 * Looks into a stuck call and, if nothing came of it, sends it again under the rules for keys: it looks first, so that
 * an expired key does not repeat what the gateway has done. Returns the call as it is then, which may be stuck again.
 * Throws `not_found`, `outdated`, `call_busy`.
 */
export async function askAgain(callId: string, by: string, waitMs: number, also: Also): Promise<Call> {
  const at = now();
  const call = await transaction(async (tx) => {
    const { call: stuck, payment } = await lockedCall(tx, callId);
    if (stuck.state !== "stuck")
      throw new Problem("outdated", "This gateway request no longer needs a decision.");
    if (await pendingCallOf(tx, payment.id, stuck.kind))
      throw new Problem("call_busy", "Another request of this kind is in progress for this payment.");
    const reopened = await reopenCall(tx, callId, at);
    if (!reopened) throw new Error(`The call ${callId} changed under its order's lock.`);
    await endNeeds(tx, payment.orderId, at, { by, how: "asked_again" });
    await recordEvents(tx, [{ ...about(payment), kind: "call_reopened", detail: { key: callId, by }, at }]);
    await also(tx, payment);
    return reopened;
  });
  await waitAtMost(
    waitMs,
    workOn(call, at, () => pursue(call.id)),
  );
  return (await callById(db, callId)) ?? call;
}

/**
 * How long after it was sent a request may still be under way, whatever its gateway says meanwhile, in milliseconds.
 */
const onItsWayMs = minutes(45);

/**
 * Ends a stuck refund that its gateway did not make and releases its money. If the gateway made it after all, records
 * that instead. Returns the refund as it is then. Throws `not_found`, `invalid_request`, `outdated`, `gateway_unclear`.
 */
export async function giveUp(callId: string, by: string, why: string, also: Also): Promise<Refund> {
  const call = await callById(db, callId);
  const payment = call && (await paymentById(db, call.paymentId));
  if (!call || !payment) throw new Problem("not_found", "There is no such gateway request.");
  const refundId = call.refundId ?? "";
  if (call.kind !== "refund") throw new Problem("invalid_request", "Only a refund can be given up.");
  if (call.state !== "stuck")
    throw new Problem("outdated", "This gateway request no longer needs a decision.");
  const look = await lookAt(payment);
  const given = look.is === "seen" && look.snapshot.refunds.find((it) => it.refundId === refundId);
  if (given && given.state !== "pending") {
    await lookAndRecord(payment.id);
    return refundNow(refundId);
  }
  const isYoung = now().getTime() - call.askedAt.getTime() < onItsWayMs;
  if (look.is !== "seen" || given || isYoung)
    throw new Problem(
      "gateway_unclear",
      "The gateway has not confirmed yet that this refund was not made. Try again later.",
    );
  const at = now();
  await transaction(async (tx) => {
    const { call: stuck, payment: fresh } = await lockedCall(tx, callId);
    // The look only applies to the payment as it was before it.
    if (stuck.state !== "stuck" || fresh.version !== payment.version)
      throw new Problem("outdated", "This payment changed in the meantime. Check it again.");
    await endStandingCall(tx, callId, "moot");
    await recordEvents(tx, [
      { ...about(payment), kind: "call_given_up", detail: { key: callId, by, why }, at },
    ]);
    await endNeeds(tx, fresh.orderId, at, { by, how: "given_up" });
    await failRefund(tx, fresh, refundId, "given_up", at);
    await also(tx, fresh);
  });
  return refundNow(refundId);
}

/** Reads a call and its payment under the order's lock. Throws `not_found`. */
async function lockedCall(tx: Tx, callId: string): Promise<{ call: Call; payment: Payment }> {
  const known = await callById(tx, callId);
  const owner = known && (await paymentById(tx, known.paymentId));
  if (!owner) throw new Problem("not_found", "There is no such gateway request.");
  await lockOrder(tx, owner.orderId);
  const [call, payment] = [await callById(tx, callId), await paymentById(tx, owner.id)];
  if (!call || !payment) throw new Error(`The call ${callId} has no payment.`);
  return { call, payment };
}

async function refundNow(id: string): Promise<Refund> {
  const refund = await refundById(db, id);
  if (!refund) throw new Error(`There is no refund ${id}.`);
  return refund;
}

const about = ({ id, orderId }: Payment) => ({ orderId, paymentId: id });
