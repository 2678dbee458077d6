import type { Acquisition } from "../contracts/acquisition";
import type { GatewayArrival } from "../contracts/arrivals";
import type { GatewayName } from "../contracts/gateways";
import type { PaymentMethod } from "../contracts/methods";
import type { Currency } from "../money";

/** What must be known about how an order was paid. */
export type Paid = {
  gateway: GatewayName;
  method: PaymentMethod;
  captured: number;
  approvedAt: Date | null;
  detail: {
    method?: string | undefined;
    card?: { acquisition?: Acquisition | undefined } | undefined;
    /** Whether the gateway refunds parts, if it says so. */
    takesParts?: boolean | undefined;
    /** The tax-exempt part of the amount, in minor units. */
    taxExempt?: number | undefined;
    /** The promotion's discount that is part of the amount and was not refunded yet, in minor units. */
    instantDiscount?: number | undefined;
  };
};

/** What a gateway still refunds of a payment, until when, and in which parts. */
export type RefundTerms = {
  /** Until when it is refunded, and by which rule; null if the gateway sets no limit. */
  window: RefundWindow | null;
  /** From when on a refund may fail because the payment is old, although the gateway takes it. */
  mayFailAfter: Date | null;
  /** Why only the whole is refunded; null if parts are possible. */
  wholeOnly: WholeOnly | null;
  /** The smallest part that is refunded, in minor units. */
  leastPart: number;
};

/** `until` is the last millisecond. month: the calendar month of the payment. days: this many days after its day. */
export type RefundWindow = { until: Date } & ({ rule: "month" } | { rule: "days"; days: number });

/** method: this way to pay. payment: the gateway says so of this payment. tax_exempt: a card paid for tax-exempt goods. */
export type WholeOnly = "method" | "payment" | "tax_exempt";

/** What the shop's contract with a gateway sets. */
export type Contract = {
  /** For how many days a deposit is refunded. */
  depositRefundDays: number;
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
  /** A payment's page in the gateway's console; undefined if it has no address for a payment. */
  consolePage: (paymentKey: string, live: boolean) => string | undefined;
  /** How bank statements name it, in lowercase without spaces; banks cut names off after some letters. */
  bankNames: readonly string[];
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
  /** Whether it divides payments in won into supply value, VAT and what is for tax-free goods. */
  splitsTax: boolean;
  /** Whether a contract may leave it to the shop to have card payments acquired, one by one. */
  mayLeaveAcquisition: boolean;
  /** Whether the shop may issue a cash receipt for a payment of this method, apart from the payment. */
  takesReceipt(method: PaymentMethod): boolean;
  /** What one payment may cost in a currency, in minor units; undefined if the gateway does not take the currency. */
  limitsOf(currency: Currency): { min: number; max?: number } | undefined;
  /** Whether a failure's code says that the amount was the reason. */
  refusesAmount(code: string): boolean;
  refundRulesOf(method: PaymentMethod): RefundRules;
  /** What it still refunds of a captured payment. Days are days in Seoul. */
  refundTermsOf(payment: Paid, contract: Contract): RefundTerms;
  /** How a refund of `amount` minor units, done at `doneAt`, reaches the shopper; `doneAt` is null until it is done. */
  arrivalOf(payment: Paid, amount: number, doneAt: Date | null): GatewayArrival;
};
