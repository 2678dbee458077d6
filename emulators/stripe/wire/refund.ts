import type Sdk from "stripe";
import type { Refund } from "../entities/refund";
import { seconds } from "./common";

export function printRefund(refund: Refund): Sdk.Refund {
  const { id, amount, charge, intent, currency, metadata, reason, status, reference } = refund;
  const { balanceTransaction, failureBalanceTransaction, failureReason } = refund;
  return {
    id,
    object: "refund",
    amount,
    balance_transaction: balanceTransaction,
    charge,
    created: seconds(refund.createdAt),
    currency,
    customer: null,
    customer_account: null,
    destination_details:
      refund.methodType === "card"
        ? {
            card: {
              ...(reference !== null && { reference }),
              reference_status: reference === null ? "pending" : "available",
              reference_type: "acquirer_reference_number",
              type: "refund",
            },
            type: "card",
          }
        : { type: "us_bank_transfer", us_bank_transfer: { reference, reference_status: "pending" } },
    ...(failureBalanceTransaction !== null && { failure_balance_transaction: failureBalanceTransaction }),
    ...(failureReason !== null && { failure_reason: failureReason }),
    metadata,
    payment_intent: intent,
    payment_method: refund.paymentMethod,
    ...(status === "pending" && { pending_reason: "processing" as const }),
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}
