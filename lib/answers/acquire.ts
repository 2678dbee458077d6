import { lastCallOf } from "@/db/calls";
import { orderById } from "@/db/orders";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { isAcquired } from "../payments/engine/acquisition";
import { presentPayment } from "../payments/view/present";
import { Problem } from "../problem";
import { pending } from "./pending";

/**
 * The payment whose acquisition was requested; 202 until the gateway has answered. Throws `acquisition_declined` if the
 * gateway refused, and `nothing_to_acquire` if all of it was refunded meanwhile.
 */
export async function answerOfAcquire(payment: Payment) {
  const order = await orderById(db, payment.orderId);
  if (!order) throw new Error(`The payment ${payment.id} has no order.`);
  const body = presentPayment(order, payment);
  if (isAcquired(payment)) return { body };
  if (payment.refunded >= payment.captured)
    throw new Problem("nothing_to_acquire", "This payment was refunded, so there is nothing to acquire.");
  const call = await lastCallOf(db, payment.id, "acquire");
  // A stuck call waits for staff; what became of it is not known yet.
  if (call?.state !== "declined") return { body, ...pending };
  throw new Problem(
    "acquisition_declined",
    "The gateway refused to have this payment acquired. It stays paid.",
    call.gatewayCode ? { gateway_code: call.gatewayCode } : {},
  );
}
