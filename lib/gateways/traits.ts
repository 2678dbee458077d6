import type { ArrivalKind } from "../contracts/arrivals";
import type { GatewayName } from "../contracts/gateways";
import type { PaymentMethod } from "../contracts/methods";
import type { Currency } from "../money";

/** As far as it must be known how it was paid. */
export type Paid = {
  gateway: GatewayName;
  method: PaymentMethod;
  captured: number;
  approvedAt: Date | null;
  detail: { card?: unknown };
};

/** By which staff are told what may be given back of a payment, and how. */
export type RefundRules = `toss_${PaymentMethod}` | "stripe";

/**
 * What is particular to a gateway and needs no question to it: pages read it as the server does, so nothing here is secret
 * and nothing reaches the network.
 */
export type Traits = {
  /** As staff call it. */
  label: string;
  /** True when what is open may take money without our asking, as its own page does; the shop hears of it later. */
  paysUnasked: boolean;
  /** True when a confirm that was asked may wait for days until a bank has paid. */
  waitsForBanks: boolean;
  /** True when cards are typed into its form or page, where stolen ones can be tried without their owner. */
  takesTypedCards: boolean;
  /** True when a cardholder's bank tells the shop of a dispute through it. */
  tellsOfDisputes: boolean;
  /** True of Korean cards: they are paid in instalments, and their receipt is a card slip. */
  isKoreanCards: boolean;
  /** What one payment may cost in a currency, in minor units; undefined if the gateway does not take the currency. */
  limitsOf(currency: Currency): { min: number; max?: number } | undefined;
  /** Whether a failure's code says that the amount was the reason. */
  refusesAmount(code: string): boolean;
  refundRulesOf(method: PaymentMethod): RefundRules;
  /** How an amount, in minor units, that is given back at `doneAt` comes back; `doneAt` is null until it is done. */
  arrivalOf(payment: Paid, amount: number, doneAt: Date | null): ArrivalKind;
};
