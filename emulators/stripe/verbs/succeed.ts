import type { Charge } from "../entities/charge";
import type { Intent } from "../entities/intent";
import { findTestAccount } from "../methods/test-accounts";
import type { Decline } from "../methods/test-cards";
import { tellCharge, tellIntent, tellSession } from "../news/tell";
import type { Stripe } from "../stripe";
import { book, fail } from "./charge";
import { markPaid } from "./complete-session";

const returned: Decline = {
  code: "payment_intent_payment_attempt_failed",
  declineCode: "insufficient_funds",
  message: "The customer's account has insufficient funds to cover this payment.",
};

/** A bank debit completes with the result its test account defines. */
export function endDebit(stripe: Stripe, intent: Intent): Intent {
  const method = stripe.paymentMethods.get(intent.paymentMethod ?? "");
  const account = method?.details.type === "us_bank_account" ? method.details.bank.testAccount : "";
  const ends = findTestAccount(account)?.ends;
  return typeof ends === "object" ? failDebit(stripe, intent, ends) : succeedDebit(stripe, intent);
}

/** The money has arrived. */
export function succeedDebit(stripe: Stripe, intent: Intent): Intent {
  const charge = chargeOf(stripe, intent);
  const succeeded = book(stripe, { ...charge, status: "succeeded" }, intent);
  const paid: Intent = { ...intent, status: "succeeded", amountReceived: intent.amount, dueAt: null };
  stripe.intents.save(paid);
  tellCharge(stripe, "charge.succeeded", succeeded);
  tellIntent(stripe, "payment_intent.succeeded", paid);
  const session = markPaid(stripe, paid);
  if (session) tellSession(stripe, "checkout.session.async_payment_succeeded", session);
  return paid;
}

/** The bank refuses the debit, days after the shopper left. */
export function failDebit(stripe: Stripe, intent: Intent, failure: Decline = returned): Intent {
  const charge: Charge = {
    ...chargeOf(stripe, intent),
    status: "failed",
    captured: false,
    amountCaptured: 0,
    failure,
  };
  stripe.charges.save(charge);
  const paymentMethod = stripe.paymentMethods.get(charge.paymentMethod);
  const failed = fail(stripe, intent, charge, { ...failure, charge: charge.id, paymentMethod });
  const session = stripe.sessions.get(intent.session ?? "");
  if (session) tellSession(stripe, "checkout.session.async_payment_failed", session);
  return failed;
}

export function chargeOf(stripe: Stripe, { id, latestCharge }: Intent): Charge {
  const charge = stripe.charges.get(latestCharge ?? "");
  if (!charge) throw new Error(`${id} has no charge`);
  return charge;
}
