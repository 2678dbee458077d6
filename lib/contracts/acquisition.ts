/** Who has card payments acquired at the card companies: the gateway by itself, or the shop, one by one. */
export const acquirers = ["automatic", "manual"] as const;

/**
 * How far the acquisition of a card payment is, as the gateway reports it. ready: nobody asked the card company yet.
 * asked: the gateway took the shop's request, and its own status does not show that yet. requested: the gateway says that
 * the card company was asked. completed: it has acquired the payment. cancel_requested, canceled: the payment was refunded
 * afterward, and the acquisition is being undone, or was.
 */
export const acquisitions = [
  "ready",
  "asked",
  "requested",
  "completed",
  "cancel_requested",
  "canceled",
] as const;
export type Acquisition = (typeof acquisitions)[number];
