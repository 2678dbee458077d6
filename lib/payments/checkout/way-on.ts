import { orderById } from "@/db/orders";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now, seconds } from "../../clock";
import type { Problem, ProblemCode } from "../../problem";
import { env } from "../../settings/env";
import { refusalOfConfirm } from "../view/refusal";

/** A payment key that a browser came back with, and the attempt it is for. */
export type Brought = { paymentId: string; paymentKey: string };

/**
 * Where the browser goes next, the order it may see for an hour because it brought proof, or a payment key that becomes
 * one when the gateway accepts it, and what was refused.
 */
export type WayOn = { location: string; proven?: Order; brought?: Brought; refusal?: Problem };

/** How long a returning browser waits for the gateway before its page takes over, in milliseconds. */
export const returnWaitMs = seconds(2);

/**
 * Where a browser goes that brought a payment back. It may see the order for an hour, if the gateway accepts the payment
 * key that it brought, or once it named the page that the gateway opened for this payment alone.
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
  // An order that is paid is good news to its shopper, whichever attempt paid it.
  if (!refusal || refusal.code === "order_already_paid")
    return { location: withQuery(successUrl, { order_number }), ...proven };
  // What only the shop can mend is told as that, whatever the gateway calls it.
  const code =
    refusal.code === "gateway_rejected" ? refusal.code : (refusal.details.gateway_code ?? refusal.code);
  return { location: withQuery(payment.failUrl, { code, order_number }), refusal, ...proven };
}

/** Nothing of ours is named, so the shop's own page says so. */
export const unknownOrder = (): WayOn => toFailPage("order_not_found");

/** The shop's own words for a return that is not looked into. */
export const toFailPage = (code: ProblemCode): WayOn => ({ location: `${env().appUrl}/fail?code=${code}` });

/** A URL of the shop's or its operator's, with more to its query. */
export function withQuery(url: string, parameters: Record<string, string>) {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.href;
}
