import type { Endpoint } from "./entities/endpoint";
import type { EventType } from "./entities/told";
import type { Stripe } from "./stripe";

/** How many targets are subscribed to this event type. */
export function listenersOf(stripe: Stripe, type: EventType): number {
  const deaf = deafTo(stripe, type);
  return stripe.post.targets().filter((url) => !deaf.includes(url)).length;
}

/** Targets registered for other event types only. */
export function deafTo(stripe: Stripe, type: EventType): string[] {
  const endpoints = stripe.endpoints.find({});
  const hears = ({ enabledEvents }: Endpoint) =>
    enabledEvents.some((event) => event === "*" || event === type);
  const told = endpoints.filter(hears).map(({ url }) => url);
  return endpoints.map(({ url }) => url).filter((url) => !told.includes(url));
}
