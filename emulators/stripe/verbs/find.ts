import type { Intent } from "../entities/intent";
import type { Session } from "../entities/session";
import type { Stripe } from "../stripe";
import { act } from "./act";

/** Reads apply everything that is due first. */
export function findSession(stripe: Stripe, id: string): Session | null {
  return act(stripe, () => stripe.sessions.get(id));
}

export function findIntent(stripe: Stripe, id: string): Intent | null {
  return act(stripe, () => stripe.intents.get(id));
}

/** The sessions of an order, newest first. */
export function sessionsOfOrder(stripe: Stripe, orderId: string): Session[] {
  return act(stripe, () => stripe.sessions.latest({ orderId }));
}

/** The payments of an order, newest first. */
export function intentsOfOrder(stripe: Stripe, orderId: string): Intent[] {
  return act(stripe, () => stripe.intents.latest({ orderId }));
}
