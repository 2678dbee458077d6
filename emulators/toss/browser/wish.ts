/**
 * The `choice` of `POST /v2/payments`: what the buyer chose in the shop's page, or the shop named in its
 * request. Whatever is null, and all that is not here, the window asks the buyer for.
 */
export type Wish = CardWish | EasyPayWish | TransferWish | MobilePhoneWish | VirtualAccountWish;

export interface CardWish {
  method: "CARD";
  company: string | null;
  installmentMonths: number | null;
}

export interface EasyPayWish {
  method: "EASY_PAY";
  provider: string;
}

export interface TransferWish {
  method: "TRANSFER";
}

export interface MobilePhoneWish {
  method: "MOBILE_PHONE";
  /** The only carriers to offer; null for all of them. */
  carriers: string[] | null;
}

export interface VirtualAccountWish {
  method: "VIRTUAL_ACCOUNT";
  /** At most one of the two says until when the account takes a deposit; seven days without either. */
  validHours: number | null;
  dueDate: string | null;
  cashReceipt: "소득공제" | "지출증빙" | "미발행" | null;
  /** Where a refund would go, if the shop's page asked the buyer for it. */
  refundAccount: RefundAccount | null;
}

export interface RefundAccount {
  bank: string;
  accountNumber: string;
  holderName: string;
}
