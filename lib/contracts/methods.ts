// Browsers load this file too: it is plain data and needs no parser.

import type { Acquisition } from "./acquisition";

export const paymentMethods = ["CARD", "VIRTUAL_ACCOUNT", "TRANSFER", "MOBILE", "EASY_PAY"] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/**
 * Limits per payment and method, in won. Source: Toss error codes BELOW_MINIMUM_AMOUNT (card 100, account 200) and
 * EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT (carriers' bills), Toss transfer policy (10,000,000).
 */
export const amountLimits: Record<PaymentMethod, { min: number; max?: number }> = {
  CARD: { min: 100 },
  VIRTUAL_ACCOUNT: { min: 200 },
  TRANSFER: { min: 200, max: 10_000_000 },
  MOBILE: { min: 100, max: 1_000_000 },
  EASY_PAY: { min: 100 },
};

/** From this amount on, in won, a card may be paid in instalments. Source: Toss SDK, `cardInstallmentPlan`. */
export const installmentsFrom = 50_000;

/** What a gateway said of a card. The issuer is Toss's code of the company, or Stripe's brand. */
export type CardDetail = {
  issuer: string;
  number: string;
  installmentMonths: number;
  /** True if the shopper pays no interest on the installments. */
  interestFree?: boolean | undefined;
  /** True if points of the card company paid a part or all of it. */
  pointsUsed?: boolean | undefined;
  /** How far its acquisition is; absent if the gateway does not say. */
  acquisition?: Acquisition | undefined;
};

/** How long an account stays open by default, and at most, in hours. Source: Toss core API. */
export const defaultValidHours = 72;
export const maxValidHours = 2160;

/** Whether a method accepts this amount, in won. */
export function isWithinLimits(method: PaymentMethod, amount: number): boolean {
  const { min, max } = amountLimits[method];
  return amount >= min && (max === undefined || amount <= max);
}

/** automatic: the money is captured at once. manual: a card is only held, until the shop captures the payment. */
export const captureMethods = ["automatic", "manual"] as const;
