import { publishStatus } from "../news";
import type { Payment } from "../payment";
import type { Toss } from "../toss";

const BATCH = 100;

/** Ends every session whose time is over: 30 minutes to authenticate, then 10 to be confirmed. */
export function expireDue(toss: Toss): void {
  toss.door.memory.transaction(() => {
    let due: Payment[];
    do {
      due = toss.payments.due("expiresAt", toss.clock.now(), BATCH);
      for (const payment of due) expire(toss, payment);
    } while (due.length === BATCH);
  });
}

function expire(toss: Toss, payment: Payment) {
  const expired: Payment = { ...payment, status: "EXPIRED", expiresAt: null, failure: "EXPIRED_PAYMENT" };
  toss.payments.save(expired);
  publishStatus(toss, expired);
}
