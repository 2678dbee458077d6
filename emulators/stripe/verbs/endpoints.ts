import type { Endpoint } from "../entities/endpoint";
import { newId } from "../ids";
import type { Stripe } from "../stripe";

/** Registers a webhook endpoint. */
export function register(stripe: Stripe, wish: Omit<Endpoint, "id" | "createdAt">): Endpoint {
  const endpoint: Endpoint = { ...wish, id: newId("we"), createdAt: stripe.clock.now() };
  stripe.endpoints.save(endpoint);
  stripe.post.aim([...new Set([...stripe.post.targets(), endpoint.url])]);
  return endpoint;
}

export function unregister(stripe: Stripe, endpoint: Endpoint): void {
  stripe.endpoints.remove(endpoint.id);
  const elsewhere = stripe.endpoints.find({}).some(({ url }) => url === endpoint.url);
  if (!elsewhere) stripe.post.aim(stripe.post.targets().filter((url) => url !== endpoint.url));
}
