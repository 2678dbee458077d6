import type Sdk from "stripe";

/** The objects that events carry. */
export type Told =
  | Sdk.Checkout.Session
  | Sdk.PaymentIntent
  | Sdk.Charge
  | Sdk.Refund
  | Sdk.Dispute
  | Sdk.Payout;

/** The emulated event types, in no particular order. */
export const eventTypes = [
  "charge.captured",
  "charge.dispute.closed",
  "charge.dispute.created",
  "charge.dispute.funds_reinstated",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.updated",
  "charge.expired",
  "charge.failed",
  "charge.pending",
  "charge.refund.updated",
  "charge.refunded",
  "charge.succeeded",
  "charge.updated",
  "checkout.session.async_payment_failed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.completed",
  "checkout.session.expired",
  "payment_intent.amount_capturable_updated",
  "payment_intent.canceled",
  "payment_intent.created",
  "payment_intent.payment_failed",
  "payment_intent.processing",
  "payment_intent.requires_action",
  "payment_intent.succeeded",
  "payout.created",
  "payout.failed",
  "payout.paid",
  "payout.reconciliation_completed",
  "payout.updated",
  "refund.created",
  "refund.failed",
  "refund.updated",
] as const satisfies readonly Sdk.Event["type"][];

export type EventType = (typeof eventTypes)[number];
