import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Payment, Refund } from "@/db/schema";
import { db } from "@/db/store";
import type { Given } from "../payments/refunds/refund-by-number";
import { presentPayment, presentRefund } from "../payments/view/present";
import { Problem } from "../problem";
import { pending } from "./pending";

/** The refund or void for its caller; 202 until the gateway has answered. */
export const answerOfRefundOrVoid = async ({ refund, payment }: Given) =>
  refund ? await answerOfRefund(refund) : await answerOfVoid(payment);

async function answerOfVoid(payment: Payment) {
  const order = await orderById(db, payment.orderId);
  if (!order) throw new Error(`The payment ${payment.id} has no order.`);
  if (payment.captured > 0)
    throw new Problem(
      "payment_not_open",
      "The payment was captured a moment ago and can no longer be voided. Request a refund instead.",
    );
  const body = { refund: null, payment: presentPayment(order, payment) };
  return payment.status === "authorized" ? { body, ...pending } : { body };
}

/** The refund and its payment for the caller; 202 until the gateway has answered. Throws `refund_declined`. */
export async function answerOfRefund(refund: Refund) {
  const [order, payment] = await Promise.all([
    orderById(db, refund.orderId),
    paymentById(db, refund.paymentId),
  ]);
  if (!order || !payment) throw new Error(`The refund ${refund.id} has no payment.`);
  if (refund.state === "failed")
    throw new Problem("refund_declined", whyRefused(refund), {
      ...(refund.failureCode ? { gateway_code: refund.failureCode } : {}),
    });
  const body = { refund: presentRefund(refund, payment), payment: presentPayment(order, payment) };
  return refund.state === "done" ? { body } : { body, ...pending };
}

/**
 * Nothing was refunded and nothing is reserved any more, so the refund can be requested again with a new idempotency
 * key.
 */
const whyRefused = ({ failureMessage }: Refund) =>
  failureMessage
    ? `The gateway refused the refund: “${failureMessage}” Nothing was refunded. Once that is fixed, try again with a new Idempotency-Key.`
    : "The gateway refused the refund. Nothing was refunded.";

/** A refund for the operator who requested it at the desk; 202 until the gateway has answered. */
export async function answerOfDeskRefund(refund: Refund) {
  const payment = await paymentById(db, refund.paymentId);
  if (!payment) throw new Error(`The refund ${refund.id} has no payment.`);
  const body = { refund: presentRefund(refund, payment) };
  return refund.state === "asked" || refund.state === "queued" ? { body, ...pending } : { body };
}
