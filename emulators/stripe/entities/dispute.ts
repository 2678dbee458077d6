import type Sdk from "stripe";

/** A cardholder told their bank that a charge is wrong. An inquiry is the bank only asking: it takes nothing yet. */
export interface Dispute {
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
  /** The rows of the account's balance that it made: first what was withdrawn, then what came back. */
  rows: string[];
  createdAt: number;
  /** Until when the shop may answer; without an answer it is lost, and an inquiry is closed. */
  dueAt: number | null;
  dueBy: number;
}

export const disputeReasons = ["fraudulent", "product_not_received", "duplicate", "general"] as const;
export type DisputeReason = (typeof disputeReasons)[number];

/** True while the charge may be given back all the same. Source: Stripe API, `is_charge_refundable`. */
export const isRefundable = ({ status }: Dispute) => status === "won" || status.startsWith("warning_");
