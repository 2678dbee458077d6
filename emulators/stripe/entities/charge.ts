import type { MethodDetails } from "./payment-method";
import type { Billing, Metadata, Shipping } from "./shared";

export type ChargeFailure = {
  code: string;
  declineCode: string | null;
  message: string;
};

/** One attempt to take money. */
export type Charge = {
  id: string;
  orderId: string | null;
  intent: string;
  status: "succeeded" | "pending" | "failed";
  amount: number;
  amountCaptured: number;
  amountRefunded: number;
  currency: string;
  captured: boolean;
  /** When the authorization expires; null if nothing is held. */
  captureBefore: number | null;
  authenticated: boolean;
  paymentMethod: string;
  details: MethodDetails;
  billing: Billing;
  failure: ChargeFailure | null;
  balanceTransaction: string | null;
  description: string | null;
  metadata: Metadata;
  receiptEmail: string | null;
  shipping: Shipping | null;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
  createdAt: number;
  /** When its balance transaction appears. */
  dueAt: number | null;
};
