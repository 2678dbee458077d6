import type { GatewayName } from "./contracts/gateways";
import { traitsOf } from "./gateways/all-traits";
import type { Paid, RefundTerms, RefundWindow, WholeOnly } from "./gateways/traits";
import { Problem } from "./problem";
import { seoulTime } from "./seoul";
import { env } from "./settings/env";

/** A payment and what of it was refunded, in minor units. */
export type Refunded = Paid & { gateway: GatewayName; refunded: number };

/** Until when a payment can be refunded, and in which parts. */
export const refundTerms = (payment: Paid): RefundTerms =>
  traitsOf(payment.gateway).refundTermsOf(payment, { depositRefundDays: env().depositRefundDays });

/** Whether the gateway no longer refunds a payment. */
export function isTooLate(payment: Paid, now: Date): boolean {
  const { window } = refundTerms(payment);
  return window !== null && now > window.until;
}

/**
 * Why the gateway would refuse to refund `amount` minor units of a payment; undefined if no rule we know forbids it. The
 * problem is `refund_window_closed` or `partial_refund_not_possible`.
 */
export function refusalOfRefund(payment: Refunded, amount: number, now: Date): Problem | undefined {
  const { window, wholeOnly, leastPart } = refundTerms(payment);
  if (window && now > window.until)
    return new Problem(
      "refund_window_closed",
      `${windowWords(window)}, until ${seoulTime(window.until).slice(0, 10)}. Nothing was refunded. Return the money another way, such as by bank transfer.`,
    );
  if (amount >= payment.captured - payment.refunded) return undefined;
  if (wholeOnly)
    return new Problem(
      "partial_refund_not_possible",
      `${wholeOnlyWords[wholeOnly]}. Nothing was refunded. Refund everything that is left.`,
    );
  if (amount < leastPart)
    return new Problem(
      "partial_refund_not_possible",
      `This payment had an instant discount of ${leastPart}, and a part must not be smaller than that. Nothing was refunded.`,
    );
  return undefined;
}

const windowWords = (window: RefundWindow) =>
  window.rule === "month"
    ? "A phone bill payment can be refunded only in its calendar month in Korea"
    : `This payment could be refunded for ${window.days} days`;

const wholeOnlyWords: Record<WholeOnly, string> = {
  method: "A payment by this method can only be refunded in full",
  payment: "The gateway refunds this payment only in full",
  tax_exempt: "A card payment for tax-exempt goods can only be refunded in full",
};
