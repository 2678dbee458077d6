import type { Endpoint } from "./entities/endpoint";
import type { EventType } from "./entities/told";
import type { Stripe } from "./stripe";

/** How many targets are subscribed to this event type. */
export function countSubscribedTargets(stripe: Stripe, type: EventType): number {
  const unsubscribed = unsubscribedTargets(stripe, type);
  return stripe.post.targets().filter((url) => !unsubscribed.includes(url)).length;
}

/** Targets registered for other event types only. */
export function unsubscribedTargets(stripe: Stripe, type: EventType): string[] {
  const endpoints = stripe.endpoints.find({});
  const isSubscribed = ({ enabledEvents }: Endpoint) =>
    enabledEvents.some((event) => event === "*" || event === type);
  const subscribed = endpoints.filter(isSubscribed).map(({ url }) => url);
  return endpoints.map(({ url }) => url).filter((url) => !subscribed.includes(url));
}
