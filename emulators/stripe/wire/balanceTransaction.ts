import type Sdk from "stripe";
import type { BalanceTransaction } from "../entities/balanceTransaction";
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
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: amount - fee,
    reporting_category:
      type === "charge" || type === "payment"
        ? "charge"
        : type === "refund_failure"
          ? "refund_failure"
          : "refund",
    source: row.source,
    status: stripe.clock.now() < row.availableAt ? "pending" : "available",
    type,
  };
}
