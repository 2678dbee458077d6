import { days, hours, minutes, seconds } from "../kit/time";

// Stripe's own limits, with the page of its documentation that states each. `…Ms` is a duration in milliseconds. What
// no page states, or what is set for each account, says so.

/** How long an idempotency key is kept. Source: docs.stripe.com/api/idempotent_requests */
export const idempotencyKeyKeptMs = hours(24);

/** In characters. Source: docs.stripe.com/api/idempotent_requests */
export const idempotencyKeyLengthMax = 255;

/** Objects on one page of a list. Source: docs.stripe.com/api/pagination */
export const pageLimitDefault = 10;
export const pageLimitMax = 100;

/** Objects of a list inside another object. Source: docs.stripe.com/api/pagination */
export const nestedListMax = 10;

/** Steps of one path in `expand`. Source: docs.stripe.com/expand */
export const expandDepthMax = 4;

/** Event types in one filter. Source: docs.stripe.com/api/events/list */
export const eventTypesMax = 20;

/**
 * How long a session can be open; the longest is the default. Source:
 * docs.stripe.com/api/checkout/sessions/create
 */
export const sessionLastsMinMs = minutes(30);
export const sessionLastsMaxMs = hours(24);

/** How long a hold can be captured. Source: docs.stripe.com/payments/place-a-hold-on-a-payment-method */
export const captureWithinMs = days(7);

/**
 * How long after a payment its balance transaction follows. Stripe states no time. Source:
 * docs.stripe.com/payments/payment-intents/asynchronous-capture
 */
export const bookedAfterMs = 500;

/** How long a bank debit is `processing`. Source: docs.stripe.com/payments/ach-direct-debit */
export const debitTakesMs = days(4);

/** How long a refund that does not end at once stays as it is. Stripe states no time. */
export const refundTakesMs = days(1);

/** How long after a refund its reference is known. Stripe states no time; seconds were observed. */
export const referenceAfterMs = seconds(5);

/** How long after it was booked money can be paid out. Stripe sets this for each account. */
export const availableAfterMs = days(2);

/** How long after midnight (UTC) a payout is sent to the bank. Stripe states no time. Source: docs.stripe.com/payouts */
export const payoutSentAfterMs = minutes(15);

/** When the payout of the day was sent for sure, after midnight in UTC. Our choice. */
export const nightEndsMs = minutes(30);

/** How long a shop may take to answer a dispute. Card networks set 7 to 21 days. Source: docs.stripe.com/disputes */
export const disputeAnswerWithinMs = days(16);

/** The currency the account is settled in. */
export const settlementCurrency = "usd";

/** The usual fee of a US account: 2.9% (in thousandths) plus 30 cents. Source: stripe.com/pricing */
export const feePermille = 29;
export const feeFixedCents = 30;

/** The fee of a dispute, which is not returned. Source: stripe.com/pricing */
export const disputeFeeCents = 1_500;

/** The least charge, in cents of the settlement currency. Source: docs.stripe.com/currencies */
export const leastChargeCents = 50;

/** The largest charge, in minor units: eight digits. Source: docs.stripe.com/currencies */
export const mostChargeUnits = 99_999_999;
