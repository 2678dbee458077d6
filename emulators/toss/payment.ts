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

/** A payment as the emulator stores it; `wire.ts` prints it in the gateway's format. */
export type Payment = {
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
  /** What the shop's page chose before the window opened; the buyer chooses the rest there. */
  wish: Wish;
  /** The choice the buyer took to the card company's app; null if they never went there. */
  inApp: Choice | null;
  /** Null until the buyer has authenticated. */
  choice: Choice | null;
  requestedAt: number;
  approvedAt: number | null;
  /** The deadline to authenticate, then the deadline to confirm. */
  sessionUntil: number;
  /** Equals `sessionUntil` until the session's end is recorded; null afterward. */
  expiresAt: number | null;
  lastTransactionKey: string | null;
  /** Sent in deposit webhooks, so that the shop can recognize forged ones. */
  secret: string | null;
  account: Account | null;
  /** The phone whose bill carries the payment. */
  phone: string | null;
  cancels: Cancel[];
  lastCanceledAt: number | null;
  /** If the shop's contract has it acquire its card payments: when it did so, or null. */
  acquiredByShop?: { askedAt: number | null } | undefined;
  failure: ErrorCode | null;
  metadata: Record<string, string> | null;
  window: PaymentWindow;
};

/** A virtual account, once issued. */
export type Account = {
  number: string;
  /** Who paid; null until someone has. */
  depositorName: string | null;
  refundReceiveAccount: RefundReceiveAccount | null;
  /** The refund status set by hand for the newest refund; missing if it takes its usual course. */
  refundStatus?: BankRefund | undefined;
};

/** The bank's progress with a deposit's refund. */
export const bankRefunds = ["NONE", "PENDING", "FAILED", "PARTIAL_FAILED", "COMPLETED"] as const;
export type BankRefund = (typeof bankRefunds)[number];

export type Cancel = {
  amount: number;
  reason: string;
  refundable: number;
  taxFreeAmount: number;
  at: number;
  transactionKey: string;
};

/** How the payment window was opened, and where the browser goes afterward. */
export type PaymentWindow = {
  target: "self" | "iframe";
  successUrl: string | null;
  failUrl: string | null;
  /** The origin of the page that opened it: shown to the buyer, and the only origin the window talks to. */
  origin: string | null;
};
