/** Who has card payments acquired at the card companies: the gateway by itself, or the shop, one by one. */
export const acquirers = ["automatic", "manual"] as const;

/**
 * How far the acquisition of a card payment is, as the gateway reports it. ready: nobody asked the card company yet.
 * requested: it was asked. completed: it has acquired the payment. cancel_requested, canceled: the payment was refunded
 * afterward, and the acquisition is being undone, or was.
 */
export const acquisitions = ["ready", "requested", "completed", "cancel_requested", "canceled"] as const;
export type Acquisition = (typeof acquisitions)[number];
