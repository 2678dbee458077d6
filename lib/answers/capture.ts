import { pendingCallOf } from "@/db/calls";
import { orderById } from "@/db/orders";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { replayHeader } from "../http/idempotency";
import type { Captured } from "../payments/capture/capture-by-number";
import { presentPayment } from "../payments/view/present";
import { Problem } from "../problem";
import { pending } from "./pending";

/** What became of a capture, with a header that says whether its key had already made it. */
export async function answerOfCaptureByKey({ payment, replayed }: Captured) {
  const answer = await answerOfCapture(payment);
  return { ...answer, headers: [...("headers" in answer ? answer.headers : []), ...replayHeader(replayed)] };
}

/**
 * The captured payment; 202 until the gateway has answered. Throws `capture_declined` if the gateway refused, and
 * `nothing_to_capture` if the bank released the money instead.
 */
export async function answerOfCapture(payment: Payment) {
  const order = await orderById(db, payment.orderId);
  if (!order) throw new Error(`The payment ${payment.id} has no order.`);
  const body = presentPayment(order, payment);
  if (payment.captured > 0) return { body };
  if (payment.status === "confirming" || (await pendingCallOf(db, payment.id, "capture")))
    return { body, ...pending };
  if (payment.status !== "authorized")
    throw new Problem("nothing_to_capture", "The bank has released this money. Nothing was captured.");
  // A stuck call waits for staff; what became of it is not known yet.
  if (payment.captureAsked !== null) return { body, ...pending };
  throw new Problem(
    "capture_declined",
    "The gateway refused to capture this payment, and nothing was captured. The money is still on hold.",
    payment.failureCode ? { gateway_code: payment.failureCode } : {},
  );
}
