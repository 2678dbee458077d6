import { paymentById } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { type Countdown, seconds, sleep } from "../../clock";

/** How long a caller waits for a gateway, in milliseconds. The call continues after that. */
export const callerWaitMs = seconds(8);

/** How often a waiting caller checks for an answer, in milliseconds. */
export const pollMs = 100;

/** Waits while the attempt is being confirmed and time is `left`. Returns the payment as it is then. */
export async function waitForAnswer(paymentId: string, left: Countdown): Promise<Payment> {
  let payment = await currentPayment(paymentId);
  while (payment.status === "confirming" && left() > 0) {
    await sleep(Math.min(pollMs, left()));
    payment = await currentPayment(paymentId);
  }
  return payment;
}

export async function currentPayment(paymentId: string): Promise<Payment> {
  const payment = await paymentById(db, paymentId);
  if (!payment) throw new Error(`There is no payment ${paymentId}.`);
  return payment;
}
