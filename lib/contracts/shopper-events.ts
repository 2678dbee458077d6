/** The events of an order that its shopper sees, each with words on the order's page. All others are for the desk. */
export const shopperEvents = [
  "order_created",
  "order_free",
  "order_expired",
  "order_canceled",
  "payment_ready",
  "returned_by_fail_url",
  "confirm_asked",
  "confirm_unknown",
  "issue_unknown",
  "payment_requires_action",
  "payment_confirming",
  "payment_authorized",
  "payment_waiting_for_deposit",
  "payment_paid",
  "payment_in_review",
  "payment_not_counted",
  "payment_refused",
  "payment_freed",
  "payment_failed",
  "payment_rejected",
  "payment_errored",
  "payment_canceled",
  "payment_expired",
  "account_closing",
  "deposit_reversed",
  "needs_person",
  "review_accepted",
  "review_returned",
  "refund_reserved",
  "refund_unknown",
  "refund_done",
  "refund_failed",
  "cancel_asked",
  "cancel_granted",
  "cancel_declined",
  "person_erased",
] as const;

export type ShopperEvent = (typeof shopperEvents)[number];

/** One line of an order's story on its shopper's page. `code` is why something failed, in the gateway's words. */
export type TimelineEntry = {
  /** ISO 8601. */
  at: string;
  kind: ShopperEvent;
  payment_id: string | null;
  code: string | null;
};
