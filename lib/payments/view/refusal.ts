import type { Order, Payment } from "@/db/schema";
import { traitsOf } from "../../gateways/all-traits";
import { Problem } from "../../problem";
import { isOfToday, isOfTodaysMode } from "../engine/account";

/** Why an order cannot be paid now. Call it after the lock for payable orders did not return the order. */
export function refusalOf(order: Order, now: Date): Problem {
  if (order.status === "paid")
    return new Problem("order_already_paid", "This order is already paid. Nothing more will be charged.");
  if (order.status === "authorized")
    return new Problem(
      "order_already_paid",
      "The money for this order is already on hold. Nothing more will be charged.",
    );
  if (order.status === "canceled")
    return new Problem("order_canceled", "This order was canceled. Create a new order to buy its items.");
  if (order.status === "in_review")
    return new Problem("order_in_review", "Someone at the shop must review this order's payment first.");
  if (order.askingPaymentId)
    return new Problem(
      "payment_in_progress",
      "A payment for this order is being authorized. Do not pay again.",
      {
        see: `/payments/status?order_number=${order.number}`,
      },
    );
  if (!isOfTodaysMode(order))
    return new Problem(
      "order_expired",
      "This order was created before the shop changed its payment keys. Create a new order to buy its items.",
    );
  if (order.status === "expired" || !mayBePaid(order, now))
    return new Problem(
      "order_expired",
      "This order can no longer be paid. Create a new order to buy its items.",
    );
  return new Problem("payment_in_progress", "The order just changed. Try again.", {
    see: `/payments/status?order_number=${order.number}`,
  });
}

/** Whether an order has time left and is not being ended. */
export const mayBePaid = ({ expiresAt, endingSince }: Pick<Order, "expiresAt" | "endingSince">, now: Date) =>
  expiresAt > now && endingSince === null;

/** The problem that a confirm reports about a payment. Undefined if it succeeded or its outcome is not known yet. */
export function refusalOfConfirm(order: Order, payment: Payment, now: Date): Problem | undefined {
  switch (payment.status) {
    case "confirming":
    case "authorized":
    case "requires_action":
    case "waiting_for_deposit":
      return undefined;
    case "paid":
      return order.winnerPaymentId === payment.id ? undefined : refusalOfUncounted(order, payment);
    case "failed":
      // Money was taken for the order, but by another attempt.
      return order.status === "paid" || order.status === "authorized"
        ? refusalOf(order, now)
        : failed(payment);
    case "expired":
      return (
        refusalOfEnded(order, now) ?? new Problem("payment_expired", `The payment expired. ${nothingTaken}`)
      );
    case "canceled":
      // An operator decided to return money in review.
      if (payment.captured > 0) return refusalOfUncounted(order, payment);
      return (
        refusalOfEnded(order, now) ??
        new Problem("payment_not_open", `This attempt was canceled. ${nothingTaken}`)
      );
    case "in_review":
      return new Problem("payment_in_review", "Someone at the shop must review this payment.");
    case "ready":
      if (!isPayable(order) || !isOfTodaysMode(order)) return refusalOf(order, now);
      if (!isOfToday(payment))
        return new Problem(
          "payment_not_open",
          "This attempt was prepared before the shop changed its payment keys. Start the payment again.",
        );
      if (payment.failureCode) return failed(payment);
      if (order.askingPaymentId || !mayBePaid(order, now)) return refusalOf(order, now);
      return new Problem(
        "payment_not_authenticated",
        `This payment has not been authenticated. ${nothingTaken}`,
      );
  }
}

const nothingTaken = "No money was taken.";

const isPayable = ({ status }: Order) => status === "open" || status === "waiting_for_deposit";

/** If an attempt has ended, its order says more, provided the order is over or paid another way. */
const refusalOfEnded = (order: Order, now: Date) =>
  isPayable(order) && mayBePaid(order, now) ? undefined : refusalOf(order, now);

/** Why an attempt failed, as one of our codes. Nothing was taken in any case. */
function failed({ failureCode, failureKind }: Payment): Problem {
  const details = failureCode ? { gateway_code: failureCode } : {};
  switch (failureKind) {
    case "rejected":
      return new Problem(
        "gateway_rejected",
        `The gateway rejected the shop's request. The shop must fix this. ${nothingTaken}`,
        { ...details, headers: { "retry-after": "60" } },
      );
    case "input": {
      const field = refusedFields[failureCode ?? ""] ?? "payment_method_id";
      const errors = [{ field, message: "The gateway does not accept this value. Send another one." }];
      return new Problem(
        "payment_input_refused",
        `The gateway did not accept the payment details. ${nothingTaken} Correct them and try again.`,
        {
          ...details,
          errors,
        },
      );
    }
    case "error":
      return new Problem("payment_failed", `The payment did not go through. ${nothingTaken}`, details);
    // Rows from before the kind of failure was recorded.
    case null:
    case "declined":
      return new Problem("payment_declined", `The payment was declined. ${nothingTaken}`, details);
  }
}

/** The request field that a gateway's failure code is about. */
const refusedFields: Record<string, string> = {
  no_such_payment_method: "payment_method_id",
  payment_method_used: "payment_method_id",
  INVALID_BANK: "bank",
  INVALID_CASH_RECEIPT_INFO: "cash_receipt",
  INVALID_EMAIL: "customer.email",
};

/** The problem reported to a shopper who wants to pay; undefined while the payment is open or being opened. */
export function refusalOfOpening(order: Order, payment: Payment, now: Date): Problem | undefined {
  switch (payment.status) {
    case "ready":
    case "requires_action":
      return undefined;
    case "failed":
      return traitsOf(payment.gateway).refusesAmount(payment.failureCode ?? "")
        ? new Problem(
            "amount_out_of_range",
            `${traitsOf(payment.gateway).label} does not accept this amount.`,
          )
        : failed(payment);
    default:
      return refusalOfConfirm(order, payment, now) ?? refusalOf(order, now);
  }
}

/** Money arrived that the order could not use: why, and what becomes of it. */
function refusalOfUncounted(order: Order, payment: Payment): Problem {
  const back = wayBackOf(payment);
  switch (order.status) {
    case "paid":
      return new Problem("order_already_paid", `Another payment paid this order. ${back}`);
    case "authorized":
      return new Problem("order_already_paid", `Another payment is on hold for this order. ${back}`);
    case "canceled":
      return new Problem("order_canceled", `This order was canceled. ${back}`);
    case "in_review":
      return new Problem(
        "order_in_review",
        `Someone at the shop must review another payment of this order first. ${back}`,
      );
    case "expired":
      return payment.uncounted === "sold_out"
        ? new Problem("out_of_stock", `This order has ended, and its items are sold out. ${back}`)
        : new Problem("order_expired", `This order has ended and was not paid by this payment. ${back}`);
    case "open":
    case "waiting_for_deposit":
      // Another payment paid the order when this one came, and was reversed since.
      return new Problem("payment_not_open", `This payment was not counted toward the order. ${back}`);
  }
}

function wayBackOf({ captured, refunded, refundPending }: Payment): string {
  if (refunded >= captured) return "The payment was refunded.";
  if (refunded + refundPending >= captured) return "The payment is being refunded.";
  // A refund failed, or the cardholder's bank has the money.
  return "Someone at the shop will refund the payment.";
}
