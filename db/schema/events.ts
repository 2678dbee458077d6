import { sql } from "drizzle-orm";
import { boolean, index, instant, json, table, text, textAs } from "../columns";
import { orders } from "./orders";
import { payments } from "./payments";

/** All events of an order's story; the desk has words for each. */
export const eventKinds = [
  "order_created",
  "order_free",
  "order_expired",
  "order_canceled",
  "payment_ready",
  "payment_opened",
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
  "payment_closing",
  "account_closing",
  "deposit_reversed",
  "returned_by_fail_url",
  "confirm_asked",
  "create_unknown",
  "confirm_unknown",
  "issue_unknown",
  "close_unknown",
  "capture_unknown",
  "acquire_unknown",
  "receipt_unknown",
  "receipt_cancel_unknown",
  "refund_unknown",
  "gateway_rejected",
  "call_reopened",
  "call_given_up",
  "needs_person",
  "need_resolved",
  "review_accepted",
  "review_returned",
  "void_asked",
  "capture_asked",
  "capture_failed",
  "acquire_asked",
  "acquire_failed",
  "receipt_asked",
  "receipt_failed",
  "receipt_cancel_asked",
  "receipt_cancel_failed",
  "refund_approval_asked",
  "refund_approved",
  "refund_rejected",
  "refund_withdrawn",
  "refund_reserved",
  "refund_account_named",
  "refund_account_refused",
  "refund_done",
  "refund_failed",
  "dispute_inquiry",
  "dispute_open",
  "dispute_won",
  "dispute_lost",
  "dispute_changed",
  "cancel_asked",
  "cancel_granted",
  "cancel_declined",
  "cancel_reopened",
  "order_shipped",
  "order_unshipped",
  "unpaid_order_canceled",
  "restocked",
  "note_added",
  "person_erased",
] as const;

export type EventKind = (typeof eventKinds)[number];

/** An order's story. Append-only: no row is deleted, and only erasing a shopper removes typed text from one. */
export const paymentEvents = table(
  "payment_events",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    paymentId: text().references(() => payments.id),
    kind: textAs({
      payment_in_review: "payment_held",
      review_accepted: "held_accepted",
      review_returned: "held_returned",
      need_resolved: "need_settled",
      create_unknown: "open_unknown",
    })
      .$type<EventKind>()
      .notNull(),
    detail: json<Record<string, unknown>>().notNull(),
    requestId: text(),
    at: instant().notNull(),
    /** True until other servers are told, if it is something they are told about. */
    untold: boolean().notNull().default(false),
  },
  (t) => [
    index("payment_events_order").on(t.orderId, t.at),
    index("payment_events_untold").on(t.at, t.id).where(sql`${t.untold}`),
  ],
);

export type PaymentEvent = typeof paymentEvents.$inferSelect;
