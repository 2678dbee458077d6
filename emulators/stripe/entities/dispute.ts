import type Sdk from "stripe";

/** A cardholder disputed a charge with their bank. In an inquiry the bank only asks and withdraws nothing yet. */
export type Dispute = {
  id: string;
  orderId: string | null;
  charge: string;
  intent: string;
  status: Extract<
    Sdk.Dispute.Status,
    "needs_response" | "won" | "lost" | `warning_${"needs_response" | "closed"}`
  >;
  amount: number;
  currency: string;
  reason: DisputeReason;
  /** Ids of its balance transactions: first the withdrawal, then the reinstatement. */
  rows: string[];
  createdAt: number;
  /** The shop's deadline to respond; without a response a dispute is lost and an inquiry is closed. */
  dueAt: number | null;
  dueBy: number;
};

export const disputeReasons = ["fraudulent", "product_not_received", "duplicate", "general"] as const;
export type DisputeReason = (typeof disputeReasons)[number];

/** Whether the charge can still be refunded. Source: Stripe API, `is_charge_refundable`. */
export const isRefundable = ({ status }: Dispute) => status === "won" || status.startsWith("warning_");
