import { type Refusal, refuse } from "../errors";
import { publishStatus } from "../news/publish";
import type { Payment } from "../payment";
import type { Toss } from "../toss";

const batch = 100;

/** Ends every session whose time is up: 30 minutes to authenticate, then 10 to confirm. */
export function expireDue(toss: Toss): void {
  toss.front.memory.transaction(() => {
    let due: Payment[];
    do {
      due = toss.payments.due("expiresAt", toss.clock.now(), batch);
      for (const payment of due) expire(toss, payment);
    } while (due.length === batch);
  });
}

/** Ends what is still open ahead of time: a window, an unconfirmed payment, a waiting account. */
export function expireNow(toss: Toss, paymentKey: string): Payment | Refusal {
  expireDue(toss);
  const payment = toss.payments.get(paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  if (payment.expiresAt !== null) return expire(toss, payment);
  const { choice, status } = payment;
  if (choice?.method !== "VIRTUAL_ACCOUNT" || status !== "WAITING_FOR_DEPOSIT") {
    return refuse("ALREADY_PROCESSED_PAYMENT");
  }
  const late: Payment = { ...payment, choice: { ...choice, dueAt: toss.clock.now() } };
  toss.payments.save(late);
  return late;
}

function expire(toss: Toss, payment: Payment): Payment {
  const expired: Payment = {
    ...payment,
    status: "EXPIRED",
    sessionUntil: Math.min(payment.sessionUntil, toss.clock.now()),
    expiresAt: null,
    failure: "EXPIRED_PAYMENT",
  };
  toss.payments.save(expired);
  publishStatus(toss, expired);
  return expired;
}
