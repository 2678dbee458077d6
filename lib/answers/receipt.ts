import { lastCallOf } from "@/db/calls";
import { orderById } from "@/db/orders";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { presentPayment } from "../payments/view/present";
import { Problem } from "../problem";
import { pending } from "./pending";

/**
 * The payment whose cash receipt was asked for; 202 until the gateway has answered. Throws `cash_receipt_declined` if the
 * gateway refused.
 */
export async function answerOfReceipt(payment: Payment) {
  const order = await orderById(db, payment.orderId);
  if (!order) throw new Error(`The payment ${payment.id} has no order.`);
  const body = presentPayment(order, payment);
  const call = await lastCallOf(db, payment.id, "receipt");
  if (call?.state === "done") return { body };
  // A stuck call waits for staff; what became of it is not known yet.
  if (call?.state !== "declined") return { body, ...pending };
  throw new Problem(
    "cash_receipt_declined",
    "The gateway refused to issue this cash receipt. Nothing was issued.",
    call.gatewayCode ? { gateway_code: call.gatewayCode } : {},
  );
}
