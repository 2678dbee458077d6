import { paymentById } from "@/db/payments";
import type { Refund } from "@/db/schema";
import { db } from "@/db/store";
import { notYet } from "../../payments/checkout/confirm";
import { presentRefund } from "../../payments/view/present";

/** A refund for whoever asked for it at the desk: 202 while the gateway has not said. */
export async function answerOfDeskRefund(refund: Refund) {
  const payment = await paymentById(db, refund.paymentId);
  if (!payment) throw new Error(`The refund ${refund.id} has no payment.`);
  const body = { refund: presentRefund(refund, payment) };
  return refund.state === "asked" || refund.state === "queued" ? { body, ...notYet } : { body };
}
