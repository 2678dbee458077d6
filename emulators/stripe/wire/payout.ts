import type Sdk from "stripe";
import type { Payout } from "../entities/payout";
import type { Stripe } from "../stripe";
import { toldAmount } from "../wrongs";
import { seconds } from "./common";

export function printPayout({ wrongs }: Stripe, payout: Payout): Sdk.Payout {
  const { id, status, currency, balanceTransaction, reconciled } = payout;
  return {
    id,
    object: "payout",
    amount: toldAmount(payout, wrongs.now().get(id)),
    application_fee: null,
    application_fee_amount: null,
    arrival_date: seconds(payout.arrivalAt),
    automatic: true,
    balance_transaction: balanceTransaction,
    created: seconds(payout.createdAt),
    currency,
    description: "STRIPE PAYOUT",
    destination: "ba_1EmuLatorTwotrackBank000",
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: reconciled ? "completed" : "in_progress",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: null,
    status,
    trace_id:
      status === "paid"
        ? { status: "supported", value: id.slice(-8).toUpperCase() }
        : { status: "pending", value: null },
    type: "bank_account",
  };
}
