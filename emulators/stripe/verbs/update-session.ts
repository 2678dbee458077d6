import type { Session } from "../entities/session";
import { type Metadata, mergeMetadata } from "../entities/shared";
import type { Stripe } from "../stripe";

export function updateSession(stripe: Stripe, session: Session, metadata: Metadata): Session {
  const updated: Session = { ...session, metadata: mergeMetadata(session.metadata, metadata) };
  stripe.sessions.save(updated);
  return updated;
}
