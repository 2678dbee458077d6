import { Hono } from "hono";
import type { Bindings } from "../../kit/http";
import type { Stripe } from "../stripe";
import { challengeRoutes } from "./challenge";
import { checkoutRoutes } from "./checkout";

/** The pages shoppers are sent to. */
export function windowRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.route("/", checkoutRoutes(stripe));
  routes.route("/", challengeRoutes(stripe));
  return routes;
}
