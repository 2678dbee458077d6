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

function outcomeOf(
  order: Order,
  payment: Payment | undefined,
  { state }: CancelRequest,
): z.output<typeof requestCancel.reply>["outcome"] {
  if (state !== "granted") return "asked";
  if (payment) return payment.refunded < payment.captured ? "refunding" : "refunded";
  return order.status === "canceled" || order.status === "expired" ? "canceled" : "canceling";
}
