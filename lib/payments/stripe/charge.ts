import { orderById } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "../../clock";
import { Problem } from "../../problem";
import { assertAllowed } from "../checkout/attempt";
import { confirm } from "../checkout/confirm";
import type { Charge } from "../engine/claim";
import { lookAndRecord } from "../engine/look";
import { currentPayment } from "../engine/wait";
import { refusalOf } from "../view/refusal";

/**
 * Charges the card on an order's open intent. A repeat waits for the answer to the first request. If the shopper's bank
 * is asking them something, a repeat returns just that. Throws `payment_not_open`, `redirect_not_allowed`.
 */
export async function chargeStripe(order: Order, charge: Charge, waitMs: number): Promise<Payment> {
  if (charge.returnUrl) assertAllowed(charge.returnUrl, "return_url");
  const attempt = await openIntent(order);
  const paymentKey = attempt.gatewayPaymentKey;
  if (!paymentKey) return attempt;
  // Without another card there is nothing new to charge: the bank's challenge stands.
  if (attempt.status === "requires_action" && !charge.paymentMethod) {
    await lookAndRecord(attempt.id);
    return currentPayment(attempt.id);
  }
  return confirm(attempt, { paymentKey, charge, amount: attempt.amount, waitMs });
}

async function openIntent(order: Order): Promise<Payment> {
  const attempts = await paymentsOf(db, order.id);
  // An attempt that was never opened may have been meant for a page, and charges nothing.
  const attempt = attempts.findLast(
    ({ gateway, gatewaySessionKey, gatewayPaymentKey, status }) =>
      gateway === "stripe" &&
      gatewaySessionKey === null &&
      (gatewayPaymentKey !== null || status !== "failed"),
  );
  const isOver = attempt?.status === "expired" || attempt?.status === "canceled";
  if (attempt && !isOver) return attempt;
  const standing = (await orderById(db, order.id)) ?? order;
  if (standing.status !== "open" && standing.status !== "waiting_for_deposit")
    throw refusalOf(standing, now());
  throw new Problem("payment_not_open", "This order has no open PaymentIntent. Open one first.");
}
