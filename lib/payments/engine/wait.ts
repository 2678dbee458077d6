import { paymentById } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { type Countdown, seconds, sleep } from "../../clock";

/** How long whoever calls waits for a gateway, in milliseconds. The ask goes on after that. */
export const callerWaitMs = seconds(8);

/** How often a repeat looks whether the first one has its answer, in milliseconds. */
export const pollMs = 100;

/** Waits while the attempt is being asked and time is `left`. Answers the payment as it then stands. */
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
