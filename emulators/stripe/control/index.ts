import { Hono } from "hono";
import { controlRoutes } from "../../kit/control";
import type { Bindings } from "../../kit/http";
import { faultOperations } from "../api/operations";
import { isErrorCode } from "../errors/catalog";
import type { Stripe } from "../stripe";
import { buyerRoutes } from "./buyer";
import { dashboardRoutes } from "./dashboard";
import { webhookRoutes } from "./webhooks";

/** Routes that the real gateway does not have: they play the buyer, the dashboard, the clock and faults. */
export function stripeControlRoutes(stripe: Stripe): Hono<Bindings> {
  const control = new Hono<Bindings>();

  control.get("/health", (c) =>
    c.json({ name: "twotrack-stripe-emulator", ok: true, public_url: stripe.publicUrl ?? null }),
  );
  control.post("/reset", (c) => {
    stripe.door.faults.abandon();
    stripe.door.memory.forget({ keep: ["webhooks.targets"] });
    stripe.clock.reset();
    return c.body(null, 204);
  });
  control.route("/", buyerRoutes(stripe));
  control.route("/", dashboardRoutes(stripe));
  control.route("/", webhookRoutes(stripe));
  control.route("/", controlRoutes({ ...stripe, faultOperations, isErrorCode }));
  return control;
}
