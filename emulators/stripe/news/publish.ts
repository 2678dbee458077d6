import type { Event } from "../entities/event";
import { newId, paymentId, stemOf } from "../ids";
import type { Stripe } from "../stripe";
import { unsubscribedTargets } from "../subscriptions";
import { printEvent } from "../wire/event";
import type { News } from "./outbox";
import { shuffle } from "./sending-order";

/** Creates an event for each piece of news and posts it, in the configured order. */
export function publishNews(stripe: Stripe, news: readonly News[]): void {
  if (news.length === 0) return;
  const { order, duplicates, delay_ms } = stripe.sendingOrder.read();
  const letters = news.map((piece) => {
    const event = keep(stripe, piece);
    return { event, lane: piece.lane, body: printEvent(stripe, event) };
  });
  const copies = letters.flatMap((letter) => Array.from({ length: 1 + duplicates }, () => letter));
  for (const { event, lane, body } of order === "shuffled" ? shuffle(copies) : copies) {
    stripe.post.publish({
      eventType: event.type,
      orderId: event.orderId,
      body,
      eventId: event.id,
      lane,
      delayMs: delay_ms,
      except: unsubscribedTargets(stripe, event.type),
    });
  }
}

function keep(stripe: Stripe, { type, object, orderId, previous }: News): Event {
  const { asking } = stripe.outbox;
  const event: Event = {
    id: object.object === "checkout.session" ? newId("evt") : paymentId("evt", stemOf(object.id)),
    type,
    orderId,
    object,
    previous,
    request: asking && { id: asking.id, idempotencyKey: asking.idempotencyKey },
    createdAt: stripe.clock.now(),
  };
  stripe.events.save(event);
  return event;
}
