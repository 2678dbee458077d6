import type { PaymentMethod } from "./payment-method";
import type { CaptureMethod } from "./session";
import type { Metadata, Shipping } from "./shared";

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "processing"
  | "requires_capture"
  | "succeeded"
  | "canceled";

/** Why the last attempt failed. */
export type LastError = {
  code: string;
  declineCode: string | null;
  message: string;
  param?: string | undefined;
  charge: string | null;
  paymentMethod: PaymentMethod | null;
};

/** A challenge that waits for the shopper: on a full page, or in a frame opened by the script. */
export type Challenge = {
  shownBy: "redirect" | "script";
  returnUrl: string | null;
};

/** One PaymentIntent: an amount to be paid, and its state so far. */
export type Intent = {
  id: string;
  orderId: string | null;
  session: string | null;
  status: IntentStatus;
  amount: number;
  amountCapturable: number;
  amountReceived: number;
  currency: string;
  captureMethod: CaptureMethod;
  /** For a card, instead of `captureMethod`. */
  cardCaptureMethod: "manual" | null;
  clientSecret: string;
  description: string | null;
  metadata: Metadata;
  receiptEmail: string | null;
  shipping: Shipping | null;
  setupFutureUsage: "on_session" | "off_session" | null;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
  allowedTypes: string[] | null;
  excludedTypes: string[];
  /** Whether methods that redirect may be used; if so, a confirmation needs a return URL. */
  redirects: "always" | "never";
  paymentMethod: string | null;
  latestCharge: string | null;
  lastError: LastError | null;
  challenge: Challenge | null;
  canceledAt: number | null;
  cancellationReason: string | null;
  createdAt: number;
  /** When a hold is released, or a bank debit completes. */
  dueAt: number | null;
};
