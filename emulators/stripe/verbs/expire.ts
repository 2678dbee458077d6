import type { Session } from "../entities/session";
import { invalid, missing, type Refusal } from "../errors";
import { tellSession } from "../news/tell";
import type { Stripe } from "../stripe";
import { markCanceled } from "./cancel";

/** The shop expires a session before its time. */
export function expireSession(stripe: Stripe, id: string): Session | Refusal {
  const session = stripe.sessions.get(id);
  if (!session) return missing("checkout.session", id, "session");
  if (session.status !== "open") {
    return invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    );
  }
  return expire(stripe, session);
}

/** Nobody can pay any more, and a payment that was started is canceled. */
export function expire(stripe: Stripe, session: Session): Session {
  const expired: Session = { ...session, status: "expired", dueAt: null };
  stripe.sessions.save(expired);
  const intent = stripe.intents.get(session.intent ?? "");
  if (intent) markCanceled(stripe, intent, "automatic");
  tellSession(stripe, "checkout.session.expired", expired);
  return expired;
}
