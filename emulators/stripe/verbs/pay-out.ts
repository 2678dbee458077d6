import { days } from "../../kit/time";
import type { BalanceTransaction } from "../entities/balance-transaction";
import type { Payout } from "../entities/payout";
import { newId } from "../ids";
import { tellPayout } from "../news/tell";
import { payoutSentAfterMs } from "../rules";
import type { Stripe } from "../stripe";
import { nextPayout } from "../wrongs";

/** The midnight (UTC) at or after an instant: the balance is paid out once a day. */
export function payoutAt(instant: number): number {
  return Math.ceil(instant / days(1)) * days(1);
}

/** Pays out what is available. */
export function payOutDue(stripe: Stripe): void {
  for (;;) {
    const [first] = stripe.balanceTransactions.due("dueAt", stripe.clock.now(), 1);
    if (typeof first?.dueAt !== "number") return;
    payOut(stripe, first.currency, first.dueAt);
  }
}

/** A balance that is not above zero stays as it is, and the next payout has it too. */
function payOut(stripe: Stripe, currency: string, midnight: number): void {
  const rows = unpaid(stripe, currency, midnight);
  const amount = rows.reduce((sum, row) => sum + row.amount - row.fee, 0);
  const payout = amount > 0 ? createPayout(stripe, currency, amount, midnight) : null;
  for (const row of rows) {
    stripe.balanceTransactions.save({ ...row, dueAt: null, payout: payout?.id ?? "" });
  }
  if (payout) tellPayout(stripe, "payout.created", payout);
}

function unpaid(stripe: Stripe, currency: string, midnight: number): BalanceTransaction[] {
  const available = { field: "availableAt", from: 0, until: midnight + 1 } as const;
  return stripe.balanceTransactions.within(available, { payout: "", currency }, { limit: everything });
}

/** SQLite reads a negative limit as none. */
const everything = -1;

function createPayout(stripe: Stripe, currency: string, amount: number, midnight: number): Payout {
  const id = newId("po");
  const row: BalanceTransaction = {
    id: newId("txn"),
    type: "payout",
    source: id,
    amount: -amount,
    fee: 0,
    currency,
    exchangeRate: null,
    description: "STRIPE PAYOUT",
    createdAt: midnight,
    availableAt: midnight,
    dueAt: null,
    payout: "",
  };
  const payout: Payout = {
    id,
    status: "pending",
    amount,
    currency,
    balanceTransaction: row.id,
    reconciled: false,
    createdAt: midnight,
    arrivalAt: nextWeekday(midnight),
    dueAt: midnight + payoutSentAfterMs,
  };
  stripe.balanceTransactions.save({ ...row, payout: id });
  stripe.payouts.save(payout);
  stripe.wrongs.move(nextPayout, payout.id);
  return payout;
}

/** Banks work on weekdays; their holidays are left out. */
function nextWeekday(midnight: number): number {
  const next = midnight + days(1);
  const weekday = new Date(next).getUTCDay();
  return weekday === 6 ? next + days(2) : weekday === 0 ? next + days(1) : next;
}

/** The payout is sent to the bank, and arrives there. */
export function movePayoutOn(stripe: Stripe, payout: Payout): void {
  if (payout.status === "pending") {
    const sent: Payout = { ...payout, status: "in_transit", reconciled: true, dueAt: payout.arrivalAt };
    stripe.payouts.save(sent);
    tellPayout(stripe, "payout.updated", sent, { status: payout.status });
    tellPayout(stripe, "payout.reconciliation_completed", sent);
    return;
  }
  const paid: Payout = { ...payout, status: "paid", dueAt: null };
  stripe.payouts.save(paid);
  tellPayout(stripe, "payout.updated", paid, { status: payout.status });
  tellPayout(stripe, "payout.paid", paid);
}
