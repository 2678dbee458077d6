/** The minimum and maximum amount of one payment per method, in won. */
export const limits = {
  CARD: { from: 100, to: null },
  EASY_PAY: { from: 100, to: null },
  TRANSFER: { from: 200, to: 10_000_000 },
  VIRTUAL_ACCOUNT: { from: 200, to: null },
  MOBILE_PHONE: { from: 200, to: 1_000_000 },
} as const;

export const INSTALLMENTS_FROM_AMOUNT = 50_000;
export const installmentPlans: readonly number[] = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** How long a virtual account may wait for its deposit, in hours: the API's maximum and its default. */
export const VALID_HOURS_MAX = 2160;
export const VALID_HOURS_DEFAULT = 168;

/** The largest deposit the widget offers a virtual account for. */
export const DEPOSIT_MAX = 100_000_000;
