import type { ArrivalKind } from "../contracts/arrivals";
import type { GatewayName } from "../contracts/gateways";
import type { PaymentMethod } from "../contracts/methods";
import type { Currency } from "../money";

/** What must be known about how an order was paid. */
export type Paid = {
  gateway: GatewayName;
  method: PaymentMethod;
  captured: number;
  approvedAt: Date | null;
  detail: { card?: unknown };
};

/** Which refund rules staff see for a payment. */
export type RefundRules = `toss_${PaymentMethod}` | "stripe";

/**
 * Facts about a gateway that need no request to it. Pages and the server both read them, so nothing here is secret and
 * nothing uses the network.
 */
export type Traits = {
  /** The name staff see. */
  label: string;
  /**
   * Whether an open attempt may take money without our request, as its hosted page does; the shop learns of it later.
   */
  paysUnasked: boolean;
  /** Whether a confirm may wait for days until a bank has paid. */
  waitsForBanks: boolean;
  /** Whether cards are typed into its form or page, where stolen ones can be tested without their owner. */
  takesTypedCards: boolean;
  /** Whether it reports cardholder disputes to the shop. */
  tellsOfDisputes: boolean;
  /** Whether its cards are Korean: they can be paid in installments, and their receipt is a card slip. */
  isKoreanCards: boolean;
  /** What one payment may cost in a currency, in minor units; undefined if the gateway does not take the currency. */
  limitsOf(currency: Currency): { min: number; max?: number } | undefined;
  /** Whether a failure's code says that the amount was the reason. */
  refusesAmount(code: string): boolean;
  refundRulesOf(method: PaymentMethod): RefundRules;
  /** How a refund of `amount` minor units, done at `doneAt`, reaches the shopper; `doneAt` is null until it is done. */
  arrivalOf(payment: Paid, amount: number, doneAt: Date | null): ArrivalKind;
};
