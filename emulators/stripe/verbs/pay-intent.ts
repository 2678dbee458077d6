import { isRefusal, missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { act } from "./act";
import { completeSession } from "./complete-session";
import { confirm } from "./confirm";
import { methodOf, refusedSubmission, type Submission } from "./submit-checkout";

export type Paid =
  | { is: "complete"; status: string }
  | { is: "challenge"; intentId: string }
  | { is: "declined"; code: string; declineCode: string | null; message: string };

/** The shopper pays in a form on the shop's own page. */
export function payIntent(stripe: Stripe, intentId: string, submission: Submission): Paid | Refusal {
  return act(stripe, () => {
    const intent = stripe.intents.get(intentId);
    if (!intent) return missing("payment_intent", intentId, "intent");
    const method = methodOf(stripe, submission);
    if (isRefusal(method)) return refusedSubmission(method);
    const confirmed = confirm(stripe, intent, { by: "script", paymentMethod: method });
    if (isRefusal(confirmed)) return refusedSubmission(confirmed);
    const { id, status } = confirmed;
    if (status === "requires_action") return { is: "challenge", intentId: id };
    completeSession(stripe, confirmed);
    return { is: "complete", status };
  });
}
