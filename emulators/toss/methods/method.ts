import type { ErrorCode, Language, Refusal } from "../errors";
import type { Payment } from "../payment";

/** What each payment method decides for itself; everything else is shared. */
export type Method<Choice, Wish> = {
  ko: string;
  en: string;
  /** How many days after the approval a payment can be refunded; null if there is no limit. */
  refundDays: number | null;
  /** The complete choice, from what the shop's page and the buyer have said, with defaults for the rest. */
  choose(wish: Wish, amount: number, now: number): Choice | Refusal;
  /** The refusal that stops the buyer in the window, or null. */
  refusalAtAuthentication(choice: Choice): ErrorCode | null;
  /**
   * Why the confirmation is declined, or null. `spentThisMonth` is what the phone's bill already carries this month.
   */
  declineAtConfirm(payment: Payment, choice: Choice, spentThisMonth: number): ErrorCode | null;
  /** Why this method refuses to refund this amount now, or null. */
  refusalToGiveBack?(payment: Payment, amount: number, now: number): ErrorCode | null;
  /** The method's fields of the Payment object. */
  print(payment: Payment, choice: Choice, language: Language, at: Printing): Details;
};

export type Printing = {
  now: number;
  /** The emulator's address, for links. */
  origin: string;
  /** Whether the gateway has paid the money out to the shop. */
  paidOut: boolean;
};

/** Fields of the Payment object that only some methods fill. */
export type Details = {
  card?: object;
  discount?: object | null;
  transfer?: object;
  mobilePhone?: object;
  virtualAccount?: object;
  easyPay?: object;
  easyPayAmount?: number;
  easyPayDiscountAmount?: number;
};

export function settlementStatus(paidOut: boolean): "INCOMPLETED" | "COMPLETED" {
  return paidOut ? "COMPLETED" : "INCOMPLETED";
}
