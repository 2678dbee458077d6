import { z } from "zod";
import { type EventType, eventTypes, type Told } from "../entities/told";
import { newId } from "../ids";
import type { Stripe } from "../stripe";
import { printCharge } from "../wire/charge";
import { printDispute } from "../wire/dispute";
import { printEvent } from "../wire/event";
import { printIntent } from "../wire/intent";
import { printPayout } from "../wire/payout";
import { printRefund } from "../wire/refund";
import { printSession } from "../wire/session";

/** What a hand-sent event is about. */
export const Subject = z.strictObject({
  /** Resends an event that has already happened. */
  eventId: z.string().optional(),
  type: z.enum(eventTypes).optional(),
  /** The object's id, or an order id for that order's newest object of this kind. */
  id: z.string().optional(),
  orderId: z.string().optional(),
  /** Fields of the object that the event overrides. */
  object: z.record(z.string(), z.unknown()).default({}),
});

type Subject = z.output<typeof Subject>;

export function eventAbout(
  stripe: Stripe,
  { eventId, type, id, orderId, object: lies }: Subject,
): object | null {
  if (eventId !== undefined) {
    const known = stripe.events.get(eventId);
    return known && printEvent(stripe, known);
  }
  const object = type && objectOf(stripe, type, id, orderId);
  if (!type || !object) return null;
  const event = {
    id: newId("evt"),
    type,
    orderId: orderId ?? null,
    object,
    previous: null,
    request: null,
    createdAt: stripe.clock.now(),
  };
  if (Object.keys(lies).length === 0) stripe.events.save(event);
  const printed = printEvent(stripe, event);
  return { ...printed, data: { ...printed.data, object: { ...object, ...lies } } };
}

function objectOf(stripe: Stripe, type: EventType, id?: string, orderId?: string): Told | null {
  function find<Doc extends { id: string }>(collection: {
    get(id: string): Doc | null;
    latest(match: object, limit: number): Doc[];
  }): Doc | null {
    if (id !== undefined) return collection.get(id);
    return orderId === undefined ? null : (collection.latest({ orderId }, 1)[0] ?? null);
  }
  if (type.startsWith("checkout.session.")) {
    const session = find(stripe.sessions);
    return session && printSession(stripe, session);
  }
  if (type.startsWith("payment_intent.")) {
    const intent = find(stripe.intents);
    return intent && printIntent(stripe, intent);
  }
  if (type.startsWith("refund.") || type === "charge.refund.updated") {
    const refund = find(stripe.refunds);
    return refund && printRefund(refund);
  }
  if (type.startsWith("payout.")) {
    const payout = id === undefined ? null : stripe.payouts.get(id);
    return payout && printPayout(stripe, payout);
  }
  if (type.startsWith("charge.dispute.")) {
    const dispute = find(stripe.disputes);
    return dispute && printDispute(stripe, dispute);
  }
  const charge = find(stripe.charges);
  return charge && printCharge(stripe, charge);
}
