import { Hono } from "hono";
import type { Bindings } from "../http";
import { clockRoutes } from "./clock";
import type { Controlled } from "./controlled";
import { faultRoutes } from "./faults";
import { webhookRoutes } from "./webhooks";

/** The control routes every emulated gateway has. */
export function controlRoutes(
  name: string,
  publicUrl: string | undefined,
  controlled: Controlled,
): Hono<Bindings> {
  const { front, clock, nightEndsMs } = controlled;
  const control = new Hono<Bindings>();

  control.get("/health", (c) => c.json({ name, ok: true, public_url: publicUrl ?? null }));
  control.post("/reset", (c) => {
    front.faults.abandon();
    front.memory.forget({ keep: ["webhooks.targets"] });
    clock.reset();
    return c.body(null, 204);
  });
  control.get("/requests", (c) => {
    const { orderId, operation } = c.req.query();
    return c.json(front.journal.list({ ...(orderId && { orderId }), ...(operation && { operation }) }));
  });
  control.route("/clock", clockRoutes(clock, nightEndsMs));
  control.route("/faults", faultRoutes(controlled));
  control.route("/webhooks", webhookRoutes(controlled.post));
  return control;
}
