import type Sdk from "stripe";
import { type Dispute, isRefundable } from "../entities/dispute";
import type { Stripe } from "../stripe";
import { printBalanceTransaction } from "./balance-transaction";
import { seconds } from "./common";

export function printDispute(stripe: Stripe, dispute: Dispute): Sdk.Dispute {
  const { id, amount, charge, intent, currency, reason, status, rows } = dispute;
  return {
    id,
    object: "dispute",
    amount,
    balance_transactions: rows.flatMap((row) => {
      const found = stripe.balanceTransactions.get(row);
      return found ? [printBalanceTransaction(stripe, found)] : [];
    }),
    charge,
    created: seconds(dispute.createdAt),
    currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: seconds(dispute.dueBy),
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: stripe.clock.now() > dispute.dueBy,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: isRefundable(dispute),
    livemode: false,
    metadata: {},
    network_reason_code: null,
    payment_intent: intent,
    reason,
    status,
  };
}

/** In Stripe, evidence is submitted in the dashboard; here a control route decides at once. */
const noEvidence: Sdk.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
