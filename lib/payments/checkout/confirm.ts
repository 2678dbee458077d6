import type { Payment } from "@/db/schema";
import { type Countdown, countdown, now, waitAtMost } from "../../clock";
import { Problem } from "../../problem";
import { isOfToday } from "../engine/account";
import { askNow } from "../engine/ask";
import { type Charge, claim } from "../engine/claim";
import { currentPayment, waitForAnswer } from "../engine/wait";
import { giveUpTurn, keepForItsTurn } from "./brought-keys";

export type ConfirmWish = {
  paymentKey: string;
  charge?: Charge;
  /**
   * The amount the shopper authenticated according to their browser, in minor units. Compared with ours, never sent.
   */
  amount: number;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

/**
 * Authorizes what the shopper has authenticated. A repeat waits for the answer to the first request and sends nothing.
 * Returns the payment as it is then. Throws `amount_mismatch`.
 */
export async function confirm(attempt: Payment, wish: ConfirmWish): Promise<Payment> {
  if (wish.amount !== attempt.amount)
    throw new Problem("amount_mismatch", "The amount does not match the order. No money was taken.");
  // A payment authenticated with other keys cannot be confirmed with today's.
  if (!isOfToday(attempt)) return currentPayment(attempt.id);
  const left = countdown(wish.waitMs);
  const claimed = await claim(attempt, wish.paymentKey, now(), { charge: wish.charge });
  if (claimed) return waitFor(askNow(claimed.call, claimed.payment), attempt.id, left);
  await keepForItsTurn(attempt, wish.paymentKey);
  const payment = await waitForAnswer(attempt.id, left);
  if (payment.status !== "ready") return payment;
  // The other key under confirmation led to nothing, so now it is this key's turn.
  const second = await claim(payment, wish.paymentKey, now(), { charge: wish.charge });
  return second
    ? waitFor(askNow(second.call, second.payment), payment.id, left)
    : giveUpTurn(payment, wish.paymentKey);
}

async function waitFor(
  work: Promise<Payment | undefined>,
  paymentId: string,
  left: Countdown,
): Promise<Payment> {
  return (await waitAtMost(left(), work)) ?? currentPayment(paymentId);
}
