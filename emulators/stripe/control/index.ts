import { Hono } from "hono";
import { controlRoutes } from "../../kit/control";
import type { Bindings } from "../../kit/http";
import { faultOperations } from "../api/operations";
import { isErrorCode } from "../errors/catalog";
import { nightEndsMs } from "../rules";
import type { Stripe } from "../stripe";
import { bankRoutes } from "./banks";
import { buyerRoutes } from "./buyer";
import { dashboardRoutes } from "./dashboard";
import { settlementRoutes } from "./settlement";
import { webhookRoutes } from "./webhooks";

/** Routes that the real gateway does not have: they play the buyer, the dashboard, the clock and faults. */
export function stripeControlRoutes(stripe: Stripe): Hono<Bindings> {
  const control = new Hono<Bindings>();
  const controlled = { ...stripe, faultOperations, isErrorCode, nightEndsMs };
  control.route("/", buyerRoutes(stripe));
  control.route("/", dashboardRoutes(stripe));
  control.route("/", bankRoutes(stripe));
  control.route("/", settlementRoutes(stripe));
  control.route("/webhooks", webhookRoutes(stripe));
  control.route("/", controlRoutes("twotrack-stripe-emulator", stripe.publicUrl, controlled));
  return control;
}
