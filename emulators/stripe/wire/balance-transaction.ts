import type Sdk from "stripe";
import type { BalanceTransaction } from "../entities/balance-transaction";
import type { Stripe } from "../stripe";
import { seconds } from "./common";

export function printBalanceTransaction(stripe: Stripe, row: BalanceTransaction): Sdk.BalanceTransaction {
  const { id, amount, fee, currency, type } = row;
  return {
    id,
    object: "balance_transaction",
    amount,
    available_on: seconds(row.availableAt),
    balance_type: "payments",
    created: seconds(row.createdAt),
    currency,
    description: row.description,
    exchange_rate: row.exchangeRate,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: type === "adjustment" ? "Dispute fee" : "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: amount - fee,
    reporting_category: categoryOf(row),
    source: row.source,
    status: stripe.clock.now() < row.availableAt ? "pending" : "available",
    type,
  };
}

function categoryOf({ type, amount }: BalanceTransaction): string {
  switch (type) {
    case "charge":
    case "payment":
      return "charge";
    case "refund_failure":
    case "payout":
      return type;
    case "stripe_fee":
      return "fee";
    case "payout_failure":
      return "payout_reversal";
    case "adjustment":
      return amount < 0 ? "dispute" : "dispute_reversal";
    default:
      return "refund";
  }
}
