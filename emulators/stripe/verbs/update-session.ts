import type { Session } from "../entities/session";
import { type Metadata, mergeMetadata } from "../entities/shared";
import { missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";

export function updateSession(stripe: Stripe, id: string, metadata: Metadata): Session | Refusal {
  const session = stripe.sessions.get(id);
  if (!session) return missing("checkout.session", id, "session");
  const updated: Session = { ...session, metadata: mergeMetadata(session.metadata, metadata) };
  stripe.sessions.save(updated);
  return updated;
}
