import type { ErrorCode } from "./errors";
import type { Choice, RefundReceiveAccount } from "./methods/choices";
import type { Wish } from "./methods/wishes";

export type PaymentStatus =
  | "READY"
  | "IN_PROGRESS"
  | "WAITING_FOR_DEPOSIT"
  | "DONE"
  | "PARTIAL_CANCELED"
  | "CANCELED"
  | "ABORTED"
  | "EXPIRED";

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
