import { z } from "zod";
import { type Form, type Outcome, optional } from "../../kit/panel/actions";
import { isRefusal, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { act } from "../verbs/act";
import { cancelIntent } from "../verbs/cancel";
import { capture } from "../verbs/capture";
import { answerChallenge } from "../verbs/challenge";
import { dispute, escalateDispute, loseDispute, winDispute } from "../verbs/dispute";
import { expireSession } from "../verbs/expire";
import { failRefund, refund, succeedRefund } from "../verbs/refund";
import { chargeOf, failDebit, succeedDebit } from "../verbs/succeed";

const RefundForm = z.object({
  amount: optional(z.coerce.number().int().positive()),
  reason: optional(z.enum(["duplicate", "fraudulent", "requested_by_customer"])),
});

/** Handles a button next to a session, a payment, a refund or a dispute. */
export function press(stripe: Stripe, kind: string, id: string, action: string, form: Form): Outcome {
  const outcome = act(stripe, () => carryOut(stripe, `${kind}/${action}`, id, form));
  if (typeof outcome === "string") return { refused: outcome };
  if (!isRefusal(outcome)) return { said: "done" };
  const { message, code } = outcome.refused.error;
  return { refused: { message, code } };
}

function carryOut(
  stripe: Stripe,
  what: string,
  id: string,
  form: Form,
): object | Refusal | "invalid" | "unknown" {
  const intent = stripe.intents.get(id);
  const made = stripe.refunds.get(id);
  const disputed = stripe.disputes.get(id);
  switch (what) {
    case "sessions/expire":
      return expireSession(stripe, id);
    case "payments/authenticate":
      return answerChallenge(stripe, id, "complete");
    case "payments/fail-authentication":
      return answerChallenge(stripe, id, "fail");
    case "payments/succeed":
      return intent?.status === "processing" ? succeedDebit(stripe, intent) : "unknown";
    case "payments/fail":
      return intent?.status === "processing" ? failDebit(stripe, intent) : "unknown";
    case "payments/capture":
      return intent ? capture(stripe, intent, undefined) : "unknown";
    case "payments/cancel":
      return intent ? cancelIntent(stripe, intent, null) : "unknown";
    case "payments/refund": {
      const asked = RefundForm.safeParse(form);
      if (!asked.success) return "invalid";
      return refund(stripe, {
        intent: id,
        amount: asked.data.amount,
        reason: asked.data.reason,
        metadata: {},
      });
    }
    case "payments/dispute":
    case "payments/inquire":
      return intent?.status === "succeeded"
        ? dispute(stripe, chargeOf(stripe, intent), { inquiry: what === "payments/inquire" })
        : "unknown";
    case "disputes/win":
      return disputed ? winDispute(stripe, disputed) : "unknown";
    case "disputes/lose":
      return disputed ? loseDispute(stripe, disputed) : "unknown";
    case "disputes/escalate":
      return disputed ? escalateDispute(stripe, disputed) : "unknown";
    case "refunds/succeed":
      return made?.status === "pending" ? succeedRefund(stripe, made) : "unknown";
    case "refunds/fail":
      return made && made.status !== "failed" ? failRefund(stripe, made) : "unknown";
    default:
      return "unknown";
  }
}
