import { paymentsOf, paymentWithOrder } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { askAbout } from "../engine/look";

/** The attempt with this `orderId` at Toss, and its order. */
export async function attemptWithOrder(
  gatewayOrderId: string,
): Promise<{ payment: Payment; order: Order } | undefined> {
  const known = await paymentWithOrder(db, gatewayOrderId);
  return known?.payment.gateway === "toss" ? known : undefined;
}

/** The order's attempt that a payment key belongs to: its only open one, or else asks Toss. */
export async function attemptOfOrder(order: Order, paymentKey: string): Promise<Payment | undefined> {
  const attempts = (await paymentsOf(db, order.id)).filter(({ gateway }) => gateway === "toss");
  const known = attempts.find((attempt) => attempt.gatewayPaymentKey === paymentKey);
  const open = attempts.filter((attempt) => attempt.status === "ready" || attempt.status === "confirming");
  if (known || open.length === 1) return known ?? open[0];
  const newest = open.at(-1);
  if (!newest) return attempts.at(-1);
  const look = await askAbout(newest, { paymentKey, sessionKey: null, orderId: null });
  const named = look.is === "seen" && attempts.find((it) => it.gatewayOrderId === look.snapshot.orderId);
  return named || newest;
}
