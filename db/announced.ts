import type { WebhookEvent } from "@/lib/contracts/webhook-events";
import type { EventKind } from "./schema";

/** What of an order's story other servers are told, and under which name. */
export const announced: Partial<Record<EventKind, WebhookEvent>> = {
  order_free: "order.paid",
  payment_paid: "order.paid",
  review_accepted: "order.paid",
  payment_authorized: "order.authorized",
  payment_waiting_for_deposit: "order.waiting_for_deposit",
  deposit_reversed: "order.deposit_reversed",
  payment_in_review: "order.in_review",
  order_expired: "order.expired",
  order_canceled: "order.canceled",
  order_shipped: "order.shipped",
  payment_failed: "payment.failed",
  refund_done: "refund.succeeded",
  refund_failed: "refund.failed",
  dispute_open: "dispute.opened",
  dispute_won: "dispute.won",
  dispute_lost: "dispute.lost",
};
