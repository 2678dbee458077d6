import type { Order, Payment } from "@/db/schema";
import { Problem } from "../problem";

/** Why an order cannot be paid now. Call it for an order that a payable order's lock refused. */
export function refusalOf(order: Order, now: Date): Problem {
  if (order.status === "paid")
    return new Problem("order_already_paid", "This order is paid. Nothing more will be charged.");
  if (order.status === "canceled")
    return new Problem("order_canceled", "This order was canceled. Make a new one to buy its items.");
  if (order.status === "held")
    return new Problem(
      "order_held",
      "Something about this order's payment must be looked at by a person first.",
    );
  if (order.askingPaymentId)
    return new Problem(
      "payment_in_progress",
      "A payment of this order is being authorised. Do not pay again.",
      {
        see: `/payments/status?order_number=${order.number}`,
      },
    );
  if (order.status === "expired" || order.expiresAt <= now)
    return new Problem("order_expired", "This order has run out of time. Make a new one to buy its items.");
  return new Problem("payment_in_progress", "The order changed just now. Try again.", {
    see: `/payments/status?order_number=${order.number}`,
  });
}

/**
 * What a confirm has to say about a payment, when it is not that it succeeded or that its answer is not
 * known. Undefined for those.
 */
export function refusalOfConfirm(order: Order, payment: Payment, now: Date): Problem | undefined {
  switch (payment.status) {
    case "confirming":
    case "authorized":
    case "requires_action":
    case "waiting_for_deposit":
      return undefined;
    case "paid":
      return order.winnerPaymentId === payment.id ? undefined : refusalOfUncounted(order);
    case "failed":
      return declined(payment);
    case "expired":
      return order.status === "expired"
        ? refusalOf(order, now)
        : new Problem("payment_expired", "The payment ran out of time. No money was taken.");
    case "canceled":
      return order.status === "open"
        ? new Problem("payment_not_open", "This attempt was canceled. No money was taken.")
        : refusalOf(order, now);
    case "held":
      return new Problem("payment_held", "Something about this payment must be looked at by a person.");
    case "ready":
      if (payment.failureCode && order.status === "open") return declined(payment);
      return order.status === "open" && !order.askingPaymentId
        ? new Problem(
            "payment_not_authenticated",
            "The gateway has not authenticated this payment. No money was taken.",
          )
        : refusalOf(order, now);
  }
}

const declined = ({ failureCode }: Payment) =>
  new Problem("payment_declined", "The payment was declined. No money was taken.", {
    ...(failureCode ? { gateway_code: failureCode } : {}),
  });

/** What whoever wants to pay has to be told instead of where; undefined while it is open, or being opened. */
export function refusalOfOpening(order: Order, payment: Payment, now: Date): Problem | undefined {
  switch (payment.status) {
    case "ready":
    case "requires_action":
      return undefined;
    case "failed":
      return payment.failureCode?.startsWith("amount_too_")
        ? new Problem("amount_out_of_range", "Stripe does not take this amount.")
        : declined(payment);
    default:
      return refusalOfConfirm(order, payment, now) ?? refusalOf(order, now);
  }
}

/** Money that came although the order could not use it: it goes back by itself. */
function refusalOfUncounted(order: Order) {
  if (order.status === "paid")
    return new Problem(
      "order_already_paid",
      "This order was paid already. The second payment is being refunded.",
    );
  if (order.status === "canceled")
    return new Problem("order_canceled", "This order was canceled. The payment is being refunded.");
  return new Problem(
    "out_of_stock",
    "The order had ended and its items are gone. The payment is being refunded.",
  );
}
