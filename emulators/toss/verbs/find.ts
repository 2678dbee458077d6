import type { KeyPair } from "../keys";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { expireDue } from "./expire";

export function findPayment(toss: Toss, paymentKey: string): Payment | null {
  expireDue(toss);
  return toss.payments.get(paymentKey);
}

/** The payments of an order, newest first. */
export function findByOrder(toss: Toss, orderId: string): Payment[] {
  expireDue(toss);
  return toss.payments.latest({ orderId });
}

/** The payment that represents an order: the confirmed one if there is one, else the newest of its windows. */
export function paymentOfOrder(toss: Toss, pair: KeyPair, orderId: string): Payment | null {
  const own = findByOrder(toss, orderId).filter(({ mId }) => mId === pair.mId);
  return own.find(isTaken) ?? own[0] ?? null;
}

/** Money was taken, or an account was opened for it, so the order id is used up. */
export function isTaken({ lastTransactionKey }: Payment): boolean {
  return lastTransactionKey !== null;
}
