import type { ErrorCode } from "./errors";
import type { Wish } from "./methods";
import type { CardChoice } from "./methods/card";
import type { EasyPayChoice } from "./methods/easy-pay";
import type { MobileChoice } from "./methods/mobile-phone";
import type { TransferChoice } from "./methods/transfer";
import type { VirtualAccountChoice } from "./methods/virtual-account";

export type PaymentStatus =
  | "READY"
  | "IN_PROGRESS"
  | "WAITING_FOR_DEPOSIT"
  | "DONE"
  | "PARTIAL_CANCELED"
  | "CANCELED"
  | "ABORTED"
  | "EXPIRED";

/** What the buyer chose to pay with. Each method adds its own member here and its file in `methods/`. */
export type Choice = CardChoice | TransferChoice | MobileChoice | EasyPayChoice | VirtualAccountChoice;

/** A payment as the emulator remembers it; `wire.ts` prints it as the gateway would. */
export interface Payment {
  /** The paymentKey. */
  id: string;
  orderId: string;
  orderName: string;
  mId: string;
  currency: string;
  amount: number;
  balance: number;
  taxFreeAmount: number;
  status: PaymentStatus;
  /** What the shop's page settled before the window opened; the buyer chooses the rest there. */
  wish: Wish;
  /** What the buyer took to the card company's app, while they are or were there. */
  inApp: Choice | null;
  /** Null until the buyer has authenticated. */
  choice: Choice | null;
  requestedAt: number;
  approvedAt: number | null;
  /** Until when it can be authenticated, then until when it can be confirmed. */
  sessionUntil: number;
  /** `sessionUntil` while the end of the session still has to be recorded, null afterward. */
  expiresAt: number | null;
  lastTransactionKey: string | null;
  /** What a deposit's webhook carries, so that the shop can tell it from a forged one. */
  secret: string | null;
  account: Account | null;
  /** Which phone's bill carries it. */
  phone: string | null;
  cancels: Cancel[];
  lastCanceledAt: number | null;
  failure: ErrorCode | null;
  metadata: Record<string, string> | null;
  window: PaymentWindow;
}

/** A virtual account once it is issued. */
export interface Account {
  number: string;
  /** Who paid; null until somebody has. */
  depositorName: string | null;
  refundReceiveAccount: RefundReceiveAccount | null;
  /** What somebody played of its newest refund; absent where that takes its usual course. */
  refundStatus?: BankRefund | undefined;
}

/** How far a bank is with what goes back of a deposit. */
export const bankRefunds = ["NONE", "PENDING", "FAILED", "PARTIAL_FAILED", "COMPLETED"] as const;
export type BankRefund = (typeof bankRefunds)[number];

/** Where a deposited amount goes back to. */
export interface RefundReceiveAccount {
  bankCode: string;
  accountNumber: string;
  holderName: string;
}

export interface Cancel {
  amount: number;
  reason: string;
  refundable: number;
  taxFreeAmount: number;
  at: number;
  transactionKey: string;
}

/** How the payment window was opened, and where the browser goes afterward. */
export interface PaymentWindow {
  target: "self" | "iframe";
  successUrl: string | null;
  failUrl: string | null;
  /** The page that opened it: its name for the buyer, and the only origin the window talks to. */
  origin: string | null;
}
