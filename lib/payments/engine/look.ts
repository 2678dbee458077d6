import { paymentById } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "../../clock";
import { gateway } from "../../gateways";
import type { Look, Named, Snapshot } from "../../gateways/gateway";
import { isOfToday, isOfTodaysMode, otherKeys } from "./account";
import { noteLook } from "./heard";
import { receiptDays } from "./receipts-apart";
import { record } from "./record";
import { happeningOf } from "./state";

/**
 * Reads a payment from the gateway; no side effects. `receiptsSince`: since when a request about a cash receipt may have
 * been carried out.
 */
export const lookAt = (
  payment: Payment,
  paymentKey = payment.gatewayPaymentKey,
  receiptsSince?: Date,
): Promise<Look> =>
  askAbout(
    payment,
    { paymentKey, sessionKey: payment.gatewaySessionKey, orderId: payment.gatewayOrderId },
    receiptsSince,
  );

/**
 * Like `lookAt`, but by the given names. Never uses live keys for test payments, or the reverse. If today's account
 * does not know a payment that may be another account's, the answer is unknown.
 */
export async function askAbout(payment: Payment, by: Named, receiptsSince?: Date): Promise<Look> {
  if (!isOfTodaysMode(payment)) return otherKeys;
  const days = receiptDays(payment, now(), receiptsSince);
  const wish = days.length > 0 ? { ...by, receiptDays: days } : by;
  const look = await gateway(payment.gateway).look(payment.keyPair, wish);
  return look.is === "absent" && !isOfToday(payment) ? otherKeys : look;
}

/** How often a look is repeated if the payment changes meanwhile; after that it is left to reconcile. */
const looksAtMost = 3;

/**
 * Looks and records. Returns the payment as written in the end, or "unknown" if the gateway gave no answer. `hint` has
 * the names from a webhook, for a payment whose gateway names we never received. Throws if there is no such payment.
 */
export async function lookAndRecord(paymentId: string, hint?: Named): Promise<Payment | "unknown"> {
  for (let looks = 0; looks < looksAtMost; looks += 1) {
    const payment = await paymentById(db, paymentId);
    if (!payment) throw new Error(`There is no payment ${paymentId}.`);
    const isNameless = payment.gatewayPaymentKey === null && payment.gatewaySessionKey === null;
    // If an attempt can have several windows, a webhook names only one of them; our order id finds the one that took
    // money.
    const isHelpful = hint && isNameless && !gateway(payment.gateway).severalWindows;
    const look = isHelpful
      ? await askAbout(payment, { ...hint, orderId: payment.gatewayOrderId })
      : await lookAround(payment);
    await noteLook(payment, look, now());
    if (look.is === "unknown") return "unknown";
    if (look.is === "absent") return payment;
    const snapshot = await secondLook(payment, look.snapshot);
    if (!snapshot) return "unknown";
    const recorded = await record(payment, { is: "seen", snapshot }, now());
    if (recorded) return recorded;
  }
  return "unknown";
}

/**
 * An attempt may have been authenticated in several windows. If the one we know took no money, looks by order id for
 * one that did.
 */
async function lookAround(payment: Payment): Promise<Look> {
  const look = await lookAt(payment);
  if (look.is !== "seen" || look.snapshot.captured > 0 || payment.gatewayPaymentKey === null) return look;
  if (!gateway(payment.gateway).severalWindows) return look;
  const other = await lookAt(payment, null);
  return other.is === "unknown" || (other.is === "seen" && other.snapshot.captured > 0) ? other : look;
}

/**
 * Returns the snapshot itself, unless it shows money that is not what we asked for, or an amount other than in the
 * books. Then it looks again and returns that result, since one answer is not enough to hold an order. Undefined if the
 * second look was not answered.
 */
export async function secondLook(payment: Payment, snapshot: Snapshot): Promise<Snapshot | undefined> {
  if (!isDoubtful(payment, snapshot)) return snapshot;
  const { paymentKey, sessionKey } = snapshot;
  const again = await askAbout(payment, { paymentKey, sessionKey, orderId: payment.gatewayOrderId });
  return again.is === "seen" ? again.snapshot : undefined;
}

const isDoubtful = (payment: Payment, snapshot: Snapshot) =>
  (payment.credited !== null && snapshot.captured !== payment.captured) ||
  snapshot.doubt !== null ||
  (payment.status !== "in_review" && strange.has(happeningOf(payment, snapshot)));

/** Not ours, or not recognized. We do not call an operator for a single odd answer. */
const strange: ReadonlySet<ReturnType<typeof happeningOf>> = new Set(["mismatched", "unrecognized"]);
