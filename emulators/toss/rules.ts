import { days, hours, minutes, seconds } from "../kit/time";

// Toss Payments' own limits, with the page of its documentation that states each. Amounts are in won, and `…Ms` is a
// duration in milliseconds.

/** How long a buyer may take to authenticate. Source: docs.tosspayments.com/reference/using-api/webhook-events */
export const authenticateWithinMs = minutes(30);

/** How long a shop may take to confirm afterward. Source: docs.tosspayments.com/reference/using-api/webhook-events */
export const confirmWithinMs = minutes(10);

/** How long an idempotency key is kept. Source: docs.tosspayments.com/reference/using-api/authorization */
export const idempotencyKeyKeptMs = days(15);

/** In characters. Source: docs.tosspayments.com/reference/using-api/authorization */
export const idempotencyKeyLengthMax = 300;

/**
 * Of two cancels closer together than this, the second is refused. Source:
 * docs.tosspayments.com/guides/apis/cancel-payment
 */
export const pauseBetweenCancelsMs = seconds(1);

/** Rows of one page of transactions. Source: docs.tosspayments.com/reference */
export const transactionsLimitDefault = 100;
export const transactionsLimitMax = 5000;

/** Rows of one page of settlements. Source: docs.tosspayments.com/reference */
export const settlementsSizeDefault = 100;
export const settlementsSizeMax = 5000;

/** Rows of one page of cash receipts. Source: docs.tosspayments.com/reference */
export const receiptsLimitDefault = 100;
export const receiptsLimitMax = 10_000;

/**
 * The fees by method: so many won per million of the amount, plus so many won a payment, both with VAT. No page states
 * rates, which each contract has of its own: these are the emulator's choice, the card's close to a row that was observed
 * (2,250 won for 99,800). `givenBack` is whether a refund gives the fee of its part back. Source for transfers:
 * tosspayments.com/blog/articles/30647
 */
export const fees = {
  CARD: { parts: [{ type: "BASE", perMillion: 22_550, flat: 0 }], givenBack: true },
  EASY_PAY: {
    parts: [
      { type: "BASE", perMillion: 22_550, flat: 0 },
      { type: "ETC", perMillion: 3_300, flat: 0 },
    ],
    givenBack: true,
  },
  TRANSFER: { parts: [{ type: "BASE", perMillion: 19_800, flat: 0 }], givenBack: false },
  VIRTUAL_ACCOUNT: { parts: [{ type: "BASE", perMillion: 0, flat: 330 }], givenBack: true },
  MOBILE_PHONE: { parts: [{ type: "BASE", perMillion: 38_500, flat: 0 }], givenBack: true },
} as const;

/**
 * What interest-free installments cost the shop, in won per million of the amount and month, with VAT. The emulator's
 * choice, close to a row that was observed (859,950 won in all for 3,280,000 in 24 months).
 */
export const interestPerMillionAMonth = 10_000;

/**
 * The minimum and maximum amount of one payment per method, in won. Sources: docs.tosspayments.com/reference/error-codes
 * (card 100, others 200, phone bills 1,000,000 a month), tosspayments.com/blog/articles/30647 (transfers). That phone
 * bills and virtual accounts have the minimum of other methods is our stricter reading.
 */
export const limits = {
  CARD: { from: 100, to: null },
  EASY_PAY: { from: 100, to: null },
  TRANSFER: { from: 200, to: 10_000_000 },
  VIRTUAL_ACCOUNT: { from: 200, to: null },
  MOBILE_PHONE: { from: 200, to: 1_000_000 },
} as const;

/** The least amount that can be paid in installments, in won. Source: docs.tosspayments.com/reference */
export const installmentsFromAmount = 50_000;

/** The most that an instant discount takes off, in won. The emulator's choice. */
export const instantDiscountMax = 5_000;

/** In months; 0 is one payment. Source: docs.tosspayments.com/reference */
export const installmentPlans: readonly number[] = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** How long a virtual account may wait for its deposit, in hours. Source: docs.tosspayments.com/reference */
export const validHoursMax = 2160;
export const validHoursDefault = 168;

/** Above this many won the widget answers `EXCEED_DEPOSIT_AMOUNT_LIMIT`. No page states the amount. */
export const depositMax = 100_000_000;

/** How long a refunded deposit is on its way. Source: docs.tosspayments.com/guides/v2/cancel-payment */
export const depositRefundTakesMs = days(2);

/** How long a payment shows the buyer's refund account. Source: docs.tosspayments.com/guides/v2/cancel-payment */
export const refundAccountShownMs = minutes(30);

/** The days in which a transfer or a deposit can be refunded. Source: docs.tosspayments.com/guides/v2/cancel-payment */
export const transferRefundDays = 180;
export const depositRefundDays = 365;

/** When rows of settlements for the day before are there for sure, after midnight in UTC: 01:30 in Seoul. Our choice. */
export const nightEndsMs = hours(16) + minutes(30);

/** The longest time a pay-out can take, in business days. The emulator's choice. */
export const businessDaysMax = 60;
