import type { BalanceTransaction } from "../entities/balance-transaction";
import type { Payout } from "../entities/payout";
import { invalid, type Refusal } from "../errors";
import { newId } from "../ids";
import { tellPayout } from "../news/tell";
import { settlementCurrency } from "../rules";
import type { Stripe } from "../stripe";
import { payoutAt } from "./pay-out";

/** The bank returns a payout, even one that had arrived: the money is back in the balance, and the next payout has it. */
export function failPayout(stripe: Stripe, payout: Payout): Payout | Refusal {
  if (payout.status === "failed" || payout.status === "canceled") return invalid(`${payout.id} is over.`);
  const failed: Payout = { ...payout, status: "failed", reconciled: true, dueAt: null };
  stripe.payouts.save(failed);
  recordForAccount(stripe, {
    type: "payout_failure",
    source: payout.id,
    amount: payout.amount,
    description: "STRIPE PAYOUT FAILURE",
  });
  tellPayout(stripe, "payout.failed", failed, { status: payout.status });
  return failed;
}

/** Takes a fee for the account as a whole, such as a monthly one. `amount` is positive. */
export const chargeAccount = (stripe: Stripe, amount: number, description: string): BalanceTransaction =>
  recordForAccount(stripe, { type: "stripe_fee", source: null, amount: -amount, description });

/** It is available at once, and paid out at the next midnight. */
function recordForAccount(
  stripe: Stripe,
  movement: Pick<BalanceTransaction, "type" | "source" | "amount" | "description">,
): BalanceTransaction {
  const now = stripe.clock.now();
  const row: BalanceTransaction = {
    ...movement,
    id: newId("txn"),
    fee: 0,
    currency: settlementCurrency,
    exchangeRate: null,
    createdAt: now,
    availableAt: now,
    dueAt: payoutAt(now + 1),
    payout: "",
  };
  stripe.balanceTransactions.save(row);
  return row;
}
