import { orderById } from "@/db/orders";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now, seconds } from "../../clock";
import type { Problem, ProblemCode } from "../../problem";
import { env } from "../../settings/env";
import { refusalOfConfirm } from "../view/refusal";

/** A payment key that a browser returned with, and the attempt it is for. */
export type Brought = { paymentId: string; paymentKey: string };

/**
 * Where the browser goes next; the order it may see for an hour because it brought proof; a payment key that becomes
 * proof once the gateway accepts it; and the refusal, if any.
 */
export type WayOn = { location: string; proven?: Order; brought?: Brought; refusal?: Problem };

/** How long a returning browser waits for the gateway before its page takes over, in milliseconds. */
export const returnWaitMs = seconds(2);

/**
 * Where a browser goes that returned with a payment. It may see the order for an hour if the gateway accepts its
 * payment key, or if it names the page that the gateway opened for this payment alone.
 */
export async function wayOnOf(
  payment: Payment,
  {
    brought,
    sessionId,
    successUrl = payment.successUrl,
  }: { brought?: string; sessionId?: string; successUrl?: string },
): Promise<WayOn> {
  const order = await orderById(db, payment.orderId);
  if (!order) return unknownOrder();
  const proven =
    brought !== undefined
      ? { proven: order, brought: { paymentId: payment.id, paymentKey: brought } }
      : sessionId !== undefined && { proven: order };
  const refusal = refusalOfConfirm(order, payment, now());
  const order_number = order.number;
  // A paid order is good news to its shopper, whichever attempt paid it.
  if (!refusal || refusal.code === "order_already_paid")
    return { location: withQuery(successUrl, { order_number }), ...proven };
  // Report problems that only the shop can fix as such, whatever the gateway calls them.
  const code =
    refusal.code === "gateway_rejected" ? refusal.code : (refusal.details.gateway_code ?? refusal.code);
  return { location: withQuery(payment.failUrl, { code, order_number }), refusal, ...proven };
}

/** We do not know the payment, so the shop's own fail page says so. */
export const unknownOrder = (): WayOn => toFailPage("order_not_found");

/** The shop's fail page, for a return that is not processed. */
export const toFailPage = (code: ProblemCode): WayOn => ({ location: `${env().appUrl}/fail?code=${code}` });

/** Adds query parameters to a URL of the shop or its operator. */
export function withQuery(url: string, parameters: Record<string, string>) {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.href;
}
