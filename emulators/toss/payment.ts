import type { ErrorCode } from "./errors";
import type { CardChoice } from "./methods/card";

export type PaymentStatus =
  | "READY"
  | "IN_PROGRESS"
  | "DONE"
  | "PARTIAL_CANCELED"
  | "CANCELED"
  | "ABORTED"
  | "EXPIRED";

/** What the buyer chose to pay with. Each method adds its own member here and its file in `methods/`. */
export type Choice = CardChoice;

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
  choice: Choice | null;
  requestedAt: number;
  approvedAt: number | null;
  /** Until when it can be authenticated, then until when it can be confirmed. */
  sessionUntil: number;
  /** `sessionUntil` while the end of the session still has to be recorded, null afterwards. */
  expiresAt: number | null;
  lastTransactionKey: string | null;
  cancels: Cancel[];
  lastCanceledAt: number | null;
  failure: ErrorCode | null;
  metadata: Record<string, string> | null;
  window: PaymentWindow;
}

export interface Cancel {
  amount: number;
  reason: string;
  refundable: number;
  taxFreeAmount: number;
  at: number;
  transactionKey: string;
}

/** How the payment window was opened, and where the browser goes afterwards. */
export interface PaymentWindow {
  target: "self" | "iframe";
  successUrl: string | null;
  failUrl: string | null;
  /** The page that opened it: its name for the buyer, and the only origin the window talks to. */
  origin: string | null;
}
