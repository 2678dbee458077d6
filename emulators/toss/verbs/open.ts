import { randomText, seoulDateTime } from "../../kit/text";
import { type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import type { Wish } from "../methods/wishes";
import type { Payment, PaymentWindow } from "../payment";
import { authenticateWithinMs } from "../rules";
import type { Toss } from "../toss";
import { isTaken, paymentOfOrder } from "./find";

export type Order = {
  orderId: string;
  orderName: string;
  amount: number;
  currency: string;
  taxFreeAmount: number;
  metadata: Record<string, string> | null;
  /** What is chosen before the window opens. */
  wish: Wish;
};

/** A payment window opens: the payment gets its key and has 30 minutes to authenticate. */
export function openPayment(
  toss: Toss,
  pair: KeyPair,
  order: Order,
  window: PaymentWindow,
): Payment | Refusal {
  const earlier = paymentOfOrder(toss, pair, order.orderId);
  if (earlier && isTaken(earlier)) return refuse("DUPLICATED_ORDER_ID");
  const now = toss.clock.now();
  const { taxFreeAmount, ...rest } = order;
  const payment: Payment = {
    ...rest,
    id: newPaymentKey(pair, now),
    mId: pair.mId,
    balance: order.amount,
    taxFreeAmount,
    status: "READY",
    inApp: null,
    choice: null,
    requestedAt: now,
    approvedAt: null,
    sessionUntil: now + authenticateWithinMs,
    expiresAt: now + authenticateWithinMs,
    lastTransactionKey: null,
    secret: null,
    account: null,
    phone: null,
    cancels: [],
    lastCanceledAt: null,
    failure: null,
    window,
  };
  toss.payments.save(payment);
  toss.sessions.check();
  return payment;
}

function newPaymentKey(pair: KeyPair, now: number): string {
  return pair.prefix + seoulDateTime(now).replace(/\D/g, "") + randomText(5);
}
