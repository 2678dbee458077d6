import type { Collection } from "../../kit/memory";
import type { Charge } from "../entities/charge";
import type { Intent } from "../entities/intent";
import { tellCharge } from "../news/tell";
import type { Stripe } from "../stripe";
import { markCanceled } from "./cancel";
import { disputeIfTried, loseDispute } from "./dispute";
import { expire } from "./expire";
import { movePayoutOn, payOutDue } from "./pay-out";
import { recordCharge } from "./record";
import { moveRefundOn } from "./refund";
import { chargeOf, endDebit } from "./succeed";

const batch = 100;

/** When the next automatic change is due. */
export function nextDue(stripe: Stripe): number | null {
  const { sessions, intents, charges, refunds, disputes, balanceTransactions, payouts } = stripe;
  const moments = [sessions, intents, charges, refunds, disputes, balanceTransactions, payouts].map((each) =>
    each.nextDue("dueAt"),
  );
  const known = moments.filter((moment) => moment !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

/**
 * Applies every automatic change that is due by now, in the order in which they were due, and publishes its news, each as
 * of that moment.
 */
export function bringUpToDate(stripe: Stripe, publish: () => void): void {
  const now = stripe.clock.now();
  for (let due = nextDue(stripe); due !== null && due <= now; due = nextDue(stripe)) {
    stripe.clock.at(due, () => {
      changeWhatIsDue(stripe);
      publish();
    });
  }
}

/** In the order a payment goes through them. */
function changeWhatIsDue(stripe: Stripe): void {
  each(stripe, stripe.sessions, (session) => void expire(stripe, session));
  each(stripe, stripe.intents, (intent) => endWaiting(stripe, intent));
  each(stripe, stripe.charges, (charge) => appearInBalance(stripe, charge));
  each(stripe, stripe.refunds, (refund) => moveRefundOn(stripe, refund));
  each(stripe, stripe.disputes, (dispute) => void loseDispute(stripe, dispute));
  payOutDue(stripe);
  each(stripe, stripe.payouts, (payout) => movePayoutOn(stripe, payout));
}

function endWaiting(stripe: Stripe, intent: Intent): void {
  if (intent.status === "processing") endDebit(stripe, intent);
  else letGo(stripe, intent);
}

/** The hold expired without a capture. */
function letGo(stripe: Stripe, intent: Intent): void {
  tellCharge(stripe, "charge.expired", chargeOf(stripe, intent));
  markCanceled(stripe, intent, "automatic");
}

function appearInBalance(stripe: Stripe, charge: Charge): void {
  const booked = recordCharge(stripe, charge);
  tellCharge(stripe, "charge.updated", booked, { balance_transaction: null });
  disputeIfTried(stripe, booked);
}

/** Each step moves its due moment on, so the loop ends. */
function each<Doc extends { id: string; dueAt: number | null }>(
  stripe: Stripe,
  collection: Collection<Doc>,
  step: (doc: Doc) => void,
): void {
  let due: Doc[];
  do {
    due = collection.due("dueAt", stripe.clock.now(), batch);
    for (const doc of due) step(doc);
  } while (due.length === batch);
}
