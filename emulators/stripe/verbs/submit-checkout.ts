import type { Intent } from "../entities/intent";
import type { PaymentMethod } from "../entities/payment-method";
import type { Session } from "../entities/session";
import type { Billing } from "../entities/shared";
import { isRefusal, type Refusal } from "../errors";
import type { CardInput } from "../methods/cards";
import type { Stripe } from "../stripe";
import { act } from "./act";
import { completeSession, returnUrlOf } from "./complete-session";
import { confirm } from "./confirm";
import { createIntent } from "./create-intent";
import { methodFromAccount, methodFromCard } from "./payment-method";

export type Submission = {
  email: string;
  name: string;
  method: "card" | "bank_debit";
  card?: CardInput | undefined;
  /** A test account; defaults to the one that pays. */
  account?: string | undefined;
};

export type Submitted =
  | { is: "complete"; returnUrl: string }
  | { is: "challenge"; intentId: string }
  | { is: "declined"; code: string; declineCode: string | null; message: string }
  | { is: "closed" };

/** The shopper presses Pay. The first press creates the payment; a decline leaves the page open for another attempt. */
export function submitCheckout(stripe: Stripe, sessionId: string, submission: Submission): Submitted {
  return act(stripe, () => {
    const session = stripe.sessions.get(sessionId);
    if (session?.status !== "open") return { is: "closed" };
    const method = methodOf(stripe, submission);
    if (isRefusal(method)) return refusedSubmission(method);
    const intent = intentOf(stripe, session);
    const confirmed = confirm(stripe, intent, {
      by: "redirect",
      paymentMethod: method,
      returnUrl: returnUrlOf(session) ?? undefined,
    });
    if (isRefusal(confirmed)) return refusedSubmission(confirmed);
    if (confirmed.status === "requires_action") return { is: "challenge", intentId: confirmed.id };
    completeSession(stripe, confirmed);
    return { is: "complete", returnUrl: returnUrlOf(session) ?? "" };
  });
}

export function methodOf(stripe: Stripe, submission: Submission): PaymentMethod | Refusal {
  const { email, name, method, card, account } = submission;
  const billing: Billing = { name, email, phone: null, address: null };
  if (method === "bank_debit") return methodFromAccount(stripe, account, billing);
  return methodFromCard(stripe, card ?? { number: "", expMonth: 0, expYear: 0, cvc: "" }, billing);
}

/** The session's payment, created when first needed. */
function intentOf(stripe: Stripe, session: Session): Intent {
  const known = stripe.intents.get(session.intent ?? "");
  if (known) return known;
  const intent = createIntent(stripe, {
    ...session.intentWish,
    amount: session.amountTotal,
    currency: session.currency,
    orderId: session.orderId,
    session: session.id,
    allowedTypes: session.allowedTypes,
    excludedTypes: session.excludedTypes,
  });
  stripe.sessions.save({ ...session, intent: intent.id });
  return intent;
}

export function refusedSubmission({ refused: { error } }: Refusal): Submitted & { is: "declined" } {
  const { code = "processing_error", decline_code: declineCode = null, message } = error;
  return { is: "declined", code, declineCode, message };
}
