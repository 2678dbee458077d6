import type { BalanceTransaction } from "../entities/balance-transaction";
import type { Charge } from "../entities/charge";
import type { Dispute } from "../entities/dispute";
import { paymentId, stemOf } from "../ids";
import { exchangeRate, inSettlement } from "../money/currencies";
import { feeOn } from "../money/fee";
import { availableAfterMs, disputeFeeCents, settlementCurrency } from "../rules";
import type { Stripe } from "../stripe";
import { payoutAt } from "./pay-out";

/** Books a capture: the amount converted into the account's currency, less the fee. */
export function recordCharge(stripe: Stripe, charge: Charge): Charge {
  const amount = inSettlement(charge.amountCaptured, charge.currency);
  const row = record(stripe, charge, {
    type: charge.details.type === "card" ? "charge" : "payment",
    source: charge.id,
    amount,
    fee: feeOn(amount),
    description: charge.description,
  });
  const booked: Charge = { ...charge, balanceTransaction: row.id, dueAt: null };
  stripe.charges.save(booked);
  return booked;
}

/**
 * Books a refund as a negative amount, without the fee, which is not returned. The conversion is the difference of two
 * totals, so that partial refunds add up to the whole.
 */
export function recordRefund(
  stripe: Stripe,
  charge: Charge,
  refundId: string,
  before: number,
): BalanceTransaction {
  const { amountRefunded, currency } = charge;
  const amount = inSettlement(before, currency) - inSettlement(amountRefunded, currency);
  const type = charge.details.type === "card" ? "refund" : "payment_refund";
  const description = `REFUND FOR CHARGE${charge.description ? ` (${charge.description})` : ""}`;
  return record(stripe, charge, { type, source: refundId, amount, fee: 0, description });
}

/** Books the money of a failed refund back. */
export function recordRefundFailure(
  stripe: Stripe,
  charge: Charge,
  refund: { id: string; balanceTransaction: string | null },
): BalanceTransaction {
  const refunded = stripe.balanceTransactions.get(refund.balanceTransaction ?? "");
  return record(stripe, charge, {
    type: "refund_failure",
    source: refund.id,
    amount: -(refunded?.amount ?? 0),
    fee: 0,
    description: "REFUND FAILURE",
  });
}

/** Books a dispute's withdrawal with its fee, and the reinstatement once the bank has decided for the shop. */
export function recordDispute(
  stripe: Stripe,
  charge: Charge,
  { id, amount, currency }: Dispute,
  direction: "withdrawn" | "reinstated",
): BalanceTransaction {
  const settled = inSettlement(amount, currency);
  return record(stripe, charge, {
    type: "adjustment",
    source: id,
    ...(direction === "withdrawn"
      ? { amount: -settled, fee: disputeFeeCents, description: `Chargeback withdrawal for ${charge.id}` }
      : { amount: settled, fee: 0, description: `Chargeback reversal for ${charge.id}` }),
  });
}

function record(
  stripe: Stripe,
  charge: Charge,
  movement: Pick<BalanceTransaction, "type" | "source" | "amount" | "fee" | "description">,
): BalanceTransaction {
  const now = stripe.clock.now();
  const row: BalanceTransaction = {
    ...movement,
    id: paymentId("txn", stemOf(charge.id)),
    currency: settlementCurrency,
    exchangeRate: exchangeRate(charge.currency),
    createdAt: now,
    availableAt: now + availableAfterMs,
    dueAt: payoutAt(now + availableAfterMs),
    payout: "",
  };
  stripe.balanceTransactions.save(row);
  return row;
}
