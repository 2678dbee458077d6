import type { z } from "zod";
import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { CancelRequest, Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import type { requestCancel } from "../contracts/cancel-requests";
import { presentCancelRequest } from "../payments/view/present";
import { pending } from "./pending";

/** The outcome of a cancel request, for the shopper; 202 until the gateway has answered. */
export async function answerOfCancelRequest({ id }: Order, request: CancelRequest) {
  const order = await orderById(db, id);
  if (!order) throw new Error(`There is no order ${id}.`);
  const payment = order.winnerPaymentId ? await paymentById(db, order.winnerPaymentId) : undefined;
  const outcome = outcomeOf(order, payment, request);
  const body = { order_number: order.number, outcome, request: presentCancelRequest(request) };
  return outcome === "refunding" || outcome === "canceling" ? { body, ...pending } : { body };
}

/** An unpaid order that staff canceled; 202 until no payment can arrive for it any more. */
export function answerOfCancel(order: Order) {
  const body = { outcome: endingOf(order) };
  return body.outcome === "canceling" ? { body, ...pending } : { body };
}

function outcomeOf(
  order: Order,
  payment: Payment | undefined,
  { state }: CancelRequest,
): z.output<typeof requestCancel.reply>["outcome"] {
  if (state !== "granted") return "asked";
  if (payment && payment.captured > 0) return payment.refunded < payment.captured ? "refunding" : "refunded";
  return endingOf(order);
}

/** An order ends only once the gateway has closed what could still take money for it. */
const endingOf = ({ status }: Order): "canceled" | "canceling" =>
  status === "canceled" || status === "expired" ? "canceled" : "canceling";
