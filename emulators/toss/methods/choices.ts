import type { CarrierCode } from "./carriers";
import type { CashReceiptChoice } from "./cash-receipt";
import type { WalletCode, WalletSource } from "./wallets";

// The buyer's choice, by method.

/** What the buyer chose to pay with. Each method adds its member here and has its own file in this folder. */
export type Choice = CardChoice | TransferChoice | MobileChoice | EasyPayChoice | VirtualAccountChoice;

export type CardChoice = {
  method: "CARD";
  /** The card company's code. */
  company: string;
  installmentMonths: number;
  testCard: string;
  /** Whether the buyer authenticates in the card company's app. */
  appCard: boolean;
  /** What the card company pays of the amount, as an instant discount. */
  discount: number;
  /** Whether the shop pays the interest of the installments. Missing in choices that an older emulator stored. */
  interestFree?: boolean;
  /** Whether points of the card company pay. */
  cardPoints?: boolean;
};

export type EasyPayChoice = {
  method: "EASY_PAY";
  provider: WalletCode;
  source: WalletSource;
  /** The card in the wallet, if a card pays. */
  company: string | null;
  installmentMonths: number;
  /** How much of the amount is paid in points; the source pays the rest. */
  points: number;
  outcome: string;
};

export type MobileChoice = {
  method: "MOBILE_PHONE";
  carrier: CarrierCode;
  phone: string;
  outcome: string;
};

export type TransferChoice = {
  method: "TRANSFER";
  /** The bank's code. */
  bank: string;
  cashReceipt: CashReceiptChoice | null;
  outcome: string;
};

export type VirtualAccountChoice = {
  method: "VIRTUAL_ACCOUNT";
  /** The bank's code. */
  bank: string;
  customerName: string;
  dueAt: number;
  cashReceipt: CashReceiptChoice | null;
  /** Where a refund would go, if the buyer has said. It is never used automatically. */
  refundReceiveAccount: RefundReceiveAccount | null;
  outcome: string;
};

/** Where a deposit is refunded to. */
export type RefundReceiveAccount = {
  bankCode: string;
  accountNumber: string;
  holderName: string;
};
