import type { ErrorCode, Language, Refusal } from "../errors";
import type { Payment } from "../payment";

/** What a payment method decides for itself; everything else is the same for all of them. */
export interface Method<Choice, Wish> {
  ko: string;
  en: string;
  /** How long after the approval money can be given back; null when there is no such limit. */
  refundDays: number | null;
  /** A whole choice, from what the shop's page and the buyer have said: what they left open is filled in. */
  choose(wish: Wish, amount: number, now: number): Choice | Refusal;
  /** Why the buyer is stopped in the window, if they are. */
  refusalAtAuthentication(choice: Choice): ErrorCode | null;
  /** Why the confirmation is declined, if it is. `spentThisMonth` is what the same phone bill already has. */
  declineAtConfirm(payment: Payment, choice: Choice, spentThisMonth: number): ErrorCode | null;
  /** Why this method does not give back this amount now, if it does not. */
  refusalToGiveBack?(payment: Payment, amount: number, now: number): ErrorCode | null;
  /** The method's own fields of the Payment object. */
  print(payment: Payment, choice: Choice, language: Language, at: Printing): Details;
}

export interface Printing {
  now: number;
  /** The emulator's own address, for links. */
  origin: string;
}

/** The fields of the Payment object that only some methods fill. */
export interface Details {
  card?: object;
  transfer?: object;
  mobilePhone?: object;
  virtualAccount?: object;
  easyPay?: object;
  easyPayAmount?: number;
  easyPayDiscountAmount?: number;
}
