import { paymentById } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now, sleep } from "../clock";

/** How often a repeat looks whether the first one has its answer, in milliseconds. */
export const pollMs = 100;

/** Waits until `deadline` while the attempt is being asked; `freed` when that ended in nothing having happened. */
export async function waitForAnswer(paymentId: string, deadline: Date) {
  let payment = await currentPayment(paymentId);
  const waited = payment.status === "confirming";
  while (payment.status === "confirming" && remaining(deadline) > 0) {
    await sleep(Math.min(pollMs, remaining(deadline)));
    payment = await currentPayment(paymentId);
  }
  return { payment, freed: waited && payment.status === "ready" };
}

/** Milliseconds until `deadline`. */
export const remaining = (deadline: Date) => Math.max(0, deadline.getTime() - now().getTime());

export async function currentPayment(paymentId: string): Promise<Payment> {
  const payment = await paymentById(db, paymentId);
  if (!payment) throw new Error(`There is no payment ${paymentId}.`);
  return payment;
}
