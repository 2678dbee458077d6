/** What the shop tells other servers about. Types never change, since receivers select by them. */
export const webhookEvents = [
  "order.paid",
  "order.authorized",
  "order.waiting_for_deposit",
  "order.deposit_reversed",
  "order.in_review",
  "order.expired",
  "order.canceled",
  "order.shipped",
  "payment.failed",
  "refund.succeeded",
  "refund.failed",
  "dispute.opened",
  "dispute.won",
  "dispute.lost",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** What staff send to see whether an endpoint answers. */
export const testEvent = "webhook.test";
export type SentEvent = WebhookEvent | typeof testEvent;

/** How many endpoints a shop may have. */
export const endpointsAtMost = 10;
