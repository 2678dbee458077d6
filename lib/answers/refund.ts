import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Payment, Refund } from "@/db/schema";
import { db } from "@/db/store";
import { replayHeader } from "../http/idempotency";
import { refundCameBack } from "../payments/engine/pull-refunds";
import type { Unasked } from "../payments/refunds/approval";
import type { Given } from "../payments/refunds/refund-by-number";
import { presentPayment, presentRefund } from "../payments/view/present";
import { Problem } from "../problem";
import { pending } from "./pending";

// What became of a refund or a void. An API key and staff at the desk get the same answer.

/** The refund or void for an API key, with a header that says whether its key had already made it. */
export async function answerOfRefundOrVoid({ refund, payment, replayed }: Given) {
  const answer = refund ? await answerOfRefund(refund) : await answerOfVoid(payment);
  return { ...answer, headers: [...(answer.headers ?? []), ...replayHeader(replayed)] };
}

/**
 * The voided payment; 202 until the gateway has answered. Throws `payment_not_open` if the payment was captured instead.
 */
export async function answerOfVoid(payment: Payment) {
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

/** The refund and its payment; 202 until the gateway has answered. Throws `refund_declined`. */
export async function answerOfRefund(refund: Refund) {
  if (refund.state === "failed") throw refusalOf(refund);
  const { order, payment } = await ownerOf(refund);
  const body = { refund: presentRefund(refund, payment), payment: presentPayment(order, payment) };
  return refund.state === "asked" || refund.state === "queued" ? { body, ...pending } : { body };
}

/** A refund that somebody ended before it was sent, for whoever ended it. */
export async function answerOfEndedRefund(refund: Refund) {
  const { order, payment } = await ownerOf(refund);
  return { body: { refund: presentRefund(refund, payment), payment: presentPayment(order, payment) } };
}

async function ownerOf({ id, orderId, paymentId }: Refund) {
  const [order, payment] = await Promise.all([orderById(db, orderId), paymentById(db, paymentId)]);
  if (!order || !payment) throw new Error(`The refund ${id} has no payment.`);
  return { order, payment };
}

/**
 * Nothing was refunded and nothing is reserved any more, so the refund can be requested again with a new idempotency
 * key.
 */
function refusalOf({ failureCode, failureMessage }: Refund) {
  const own = failureCode && Object.hasOwn(ownReasons, failureCode) && ownReasons[failureCode];
  if (own) return new Problem("refund_declined", `${own} Nothing was refunded.`);
  return new Problem(
    "refund_declined",
    failureMessage
      ? `The gateway refused the refund: “${failureMessage}” Nothing was refunded. Once that is fixed, try again with a new Idempotency-Key.`
      : "The gateway refused the refund. Nothing was refunded.",
    failureCode ? { gateway_code: failureCode } : {},
  );
}

/** Refunds that failed although the gateway did not refuse them, by our failure codes. */
const ownReasons: Record<string, string> = {
  not_approved: "A second person rejected this refund.",
  withdrawn: "This refund was withdrawn before it was sent.",
  given_up: "The shop gave this refund up, since the gateway did not make it.",
  deposit_reversed: "The bank took the deposit back before this refund was sent.",
  [refundCameBack]: "The gateway made this refund, but the shopper's bank sent it back.",
} satisfies Record<Unasked | "given_up" | "deposit_reversed" | typeof refundCameBack, string>;
