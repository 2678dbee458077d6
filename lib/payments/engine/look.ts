import { paymentById } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "../../clock";
import { gateway } from "../../gateways";
import type { Look, Named, Snapshot } from "../../gateways/gateway";
import { isOfToday, isOfTodaysMode, otherKeys } from "./account";
import { noteLook } from "./heard";
import { settle } from "./settle";
import { happeningOf } from "./state";

/** Asks the gateway what is so with a payment; changes nothing anywhere. */
export const lookAt = (payment: Payment, paymentKey = payment.gatewayPaymentKey): Promise<Look> =>
  askAbout(payment, {
    paymentKey,
    sessionKey: payment.gatewaySessionKey,
    orderId: payment.gatewayOrderId,
  });

/**
 * The same by the names that are given. Live keys are not shown to test payments, nor the other way; and that an account
 * does not know what may be another account's leaves us not knowing.
 */
export async function askAbout(payment: Payment, by: Named): Promise<Look> {
  if (!isOfTodaysMode(payment)) return otherKeys;
  const look = await gateway(payment.gateway).look(payment.keyPair, by);
  return look.is === "absent" && !isOfToday(payment) ? otherKeys : look;
}

/** How often a look is repeated when the payment changes under it; then it is left to reconcile. */
const looksAtMost = 3;

/**
 * Looks and settles. Answers what is written in the end, or "unknown" when the gateway did not tell. `hint` is what news
 * called the payment, for one whose names at the gateway we never heard.
 */
export async function lookAndSettle(paymentId: string, hint?: Named): Promise<Payment | "unknown"> {
  for (let looks = 0; looks < looksAtMost; looks += 1) {
    const payment = await paymentById(db, paymentId);
    if (!payment) throw new Error(`There is no payment ${paymentId}.`);
    const isNameless = payment.gatewayPaymentKey === null && payment.gatewaySessionKey === null;
    // Where there are several windows news names one of them, and our order id finds the one that took money.
    const isHelpful = hint && isNameless && !gateway(payment.gateway).severalWindows;
    const look = isHelpful
      ? await askAbout(payment, { ...hint, orderId: payment.gatewayOrderId })
      : await lookAround(payment);
    await noteLook(payment, look, now());
    if (look.is === "unknown") return "unknown";
    if (look.is === "absent") return payment;
    const snapshot = await secondLook(payment, look.snapshot);
    if (!snapshot) return "unknown";
    const settled = await settle(payment, { is: "seen", snapshot }, now());
    if (settled) return settled;
  }
  return "unknown";
}

/**
 * An attempt may have been authenticated in several windows. Where the one we know of took no money, the
 * order id leads to one that did, if there is one.
 */
async function lookAround(payment: Payment): Promise<Look> {
  const look = await lookAt(payment);
  if (look.is !== "seen" || look.snapshot.captured > 0 || payment.gatewayPaymentKey === null) return look;
  if (!gateway(payment.gateway).severalWindows) return look;
  const other = await lookAt(payment, null);
  return other.is === "unknown" || (other.is === "seen" && other.snapshot.captured > 0) ? other : look;
}

/**
 * The snapshot itself, unless it tells of money that is not as we asked, or of another sum than the books
 * have: then what a second look tells, since holding an order is not done on one word. Undefined when the
 * gateway did not tell again.
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
  (payment.status !== "held" && strange.has(happeningOf(payment, snapshot)));

/** What is not ours, or not known to us: nobody is called for one wrong word. */
const strange: ReadonlySet<ReturnType<typeof happeningOf>> = new Set(["mismatched", "unrecognized"]);
