import type { Billing, Metadata, Shipping } from "./shared";

export type LineItem = {
  id: string;
  priceId: string;
  productId: string;
  name: string;
  description: string | null;
  images: string[];
  unitAmount: number;
  quantity: number;
};

export type CaptureMethod = "automatic" | "automatic_async" | "manual";

/** The settings of the payment that is created when the shopper presses Pay. */
export type IntentWish = {
  captureMethod: CaptureMethod;
  cardCaptureMethod: "manual" | null;
  description: string | null;
  metadata: Metadata;
  receiptEmail: string | null;
  shipping: Shipping | null;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
};

/** One Checkout Session: a page that asks for one payment. */
export type Session = {
  id: string;
  orderId: string | null;
  status: "open" | "complete" | "expired";
  paymentStatus: "paid" | "unpaid";
  uiMode: "hosted_page" | "embedded_page" | "elements" | "form";
  currency: string;
  lineItems: LineItem[];
  amountTotal: number;
  successUrl: string | null;
  cancelUrl: string | null;
  returnUrl: string | null;
  redirectOnCompletion: "always" | "if_required" | "never";
  clientSecret: string | null;
  clientReferenceId: string | null;
  customerEmail: string | null;
  /** Null while the session is open. */
  payer: Billing | null;
  metadata: Metadata;
  locale: string | null;
  submitType: string | null;
  allowedTypes: string[] | null;
  excludedTypes: string[];
  adaptivePricing: boolean;
  intentWish: IntentWish;
  intent: string | null;
  createdAt: number;
  expiresAt: number;
  /** Equals `expiresAt` while the session is open. */
  dueAt: number | null;
};
