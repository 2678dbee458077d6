import { seoulDateTime } from "../../kit/text";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { printPayment } from "../wire/payment";

/** Sends the payment's new status to every target; for a virtual account, two events are sent. */
export function publishStatus(toss: Toss, payment: Payment): void {
  const { orderId } = payment;
  toss.post.publish({ eventType: "PAYMENT_STATUS_CHANGED", orderId, body: statusChanged(toss, payment) });
  if (!payment.account) return;
  toss.post.publish({ eventType: "DEPOSIT_CALLBACK", orderId, body: depositCallback(toss, payment) });
}

export function statusChanged(toss: Toss, payment: Payment) {
  return {
    eventType: "PAYMENT_STATUS_CHANGED",
    createdAt: createdAt(toss.clock.now()),
    data: printPayment(toss, payment, "ko"),
  };
}

/** The older event: flat, without an event type, and with the secret that authenticates it. */
export function depositCallback(toss: Toss, payment: Payment) {
  return {
    createdAt: createdAt(toss.clock.now()),
    secret: payment.secret,
    status: payment.status,
    transactionKey: payment.lastTransactionKey,
    orderId: payment.orderId,
  };
}

/** Seoul time without an offset and without trailing zeros in the fraction, as the gateway writes it. */
function createdAt(instant: number): string {
  const fraction = String(instant % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return seoulDateTime(instant) + (fraction && `.${fraction}`);
}
