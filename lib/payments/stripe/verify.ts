import { orderById } from "@/db/orders";
import { paymentByKey, paymentBySession, paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { waitAtMost } from "../../clock";
import { Problem } from "../../problem";
import { lookAndRecord } from "../engine/look";
import { callerWaitMs, currentPayment } from "../engine/wait";
import { asShopperSees } from "../view/shopper-payments";

/** Reads a payment from Stripe and records its state. `told` is false if Stripe did not answer in time. */
export async function verify(
  payment: Payment,
  waitMs = callerWaitMs,
): Promise<{ order: Order; payment: Payment; told: boolean }> {
  let told = false;
  await waitAtMost(
    waitMs,
    lookAndRecord(payment.id).then((found) => {
      told = found !== "unknown";
    }),
  );
  const [order, standing] = await Promise.all([orderById(db, payment.orderId), currentPayment(payment.id)]);
  if (!order) throw new Error(`There is no order ${payment.orderId}.`);
  const [shown = standing] = await asShopperSees([standing]);
  return { order, payment: shown, told };
}

/** The Stripe payment with this session or intent id. */
export async function stripePayment(
  named: { session_id: string } | { payment_intent: string },
): Promise<Payment | undefined> {
  const payment =
    "session_id" in named
      ? await paymentBySession(db, named.session_id)
      : await paymentByKey(db, named.payment_intent);
  return payment?.gateway === "stripe" ? payment : undefined;
}

/** The order's payment to ask Stripe about: the one that pays it, or else the newest. Throws `payment_not_open`. */
export async function stripePaymentOf(order: Order): Promise<Payment> {
  const attempts = (await paymentsOf(db, order.id)).filter(({ gateway }) => gateway === "stripe");
  const payment = attempts.find(({ id }) => id === order.winnerPaymentId) ?? attempts.at(-1);
  if (payment) return payment;
  throw new Problem("payment_not_open", "This order has no Stripe payment.");
}
