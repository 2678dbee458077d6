import type Sdk from "stripe";
import type { Event } from "../entities/event";
import { apiVersion } from "../keys";
import type { Stripe } from "../stripe";
import { countSubscribedTargets } from "../subscriptions";
import { seconds } from "./common";

/** The SDK's event types tie each type to its object; the verbs that emit events already guarantee that. */
export function printEvent(stripe: Stripe, event: Event): Sdk.EventBase {
  const { id, type, object, previous, request, createdAt } = event;
  return {
    id,
    object: "event",
    api_version: apiVersion,
    created: seconds(createdAt),
    data: { object, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: pendingWebhooks(stripe, event),
    request: request
      ? { id: request.id, idempotency_key: request.idempotencyKey }
      : { id: null, idempotency_key: null },
    type,
  };
}

/** Until an event has been handed to the post, it is pending for every target. */
function pendingWebhooks(stripe: Stripe, { id, type }: Event): number {
  const deliveries = stripe.post.list({ eventId: id });
  if (deliveries.length === 0) return countSubscribedTargets(stripe, type);
  return deliveries.filter(({ state }) => state !== "delivered").length;
}
