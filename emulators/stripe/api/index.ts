import { Hono } from "hono";
import type { Bindings } from "../../kit/http";
import type { Stripe } from "../stripe";
import { disputeRoutes } from "./disputes";
import { endpointRoutes } from "./endpoints";
import { eventRoutes } from "./events";
import { intentRoutes } from "./intents";
import { moneyRoutes } from "./money";
import { paymentMethodRoutes } from "./payment-methods";
import { payoutRoutes } from "./payouts";
import { refundRoutes } from "./refunds";
import { sessionRoutes } from "./sessions";

/** The gateway's API: for servers with a secret key, and a small part of it for browsers with a publishable key. */
export function apiRoutes(stripe: Stripe): Hono<Bindings> {
  const api = new Hono<Bindings>();
  api.options("*", (c) =>
    c.body(null, 204, {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST, DELETE, OPTIONS",
      "access-control-allow-headers": c.req.header("access-control-request-headers") ?? "",
      "access-control-max-age": "300",
    }),
  );
  api.route("/checkout/sessions", sessionRoutes(stripe));
  api.route("/payment_intents", intentRoutes(stripe));
  api.route("/payment_methods", paymentMethodRoutes(stripe));
  api.route("/refunds", refundRoutes(stripe));
  api.route("/disputes", disputeRoutes(stripe));
  api.route("/payouts", payoutRoutes(stripe));
  api.route("/events", eventRoutes(stripe));
  api.route("/webhook_endpoints", endpointRoutes(stripe));
  api.route("/", moneyRoutes(stripe));
  return api;
}
