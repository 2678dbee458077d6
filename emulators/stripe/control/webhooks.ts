import { Hono } from "hono";
import { z } from "zod";
import { notFound, withBody } from "../../kit/control/body";
import type { Bindings } from "../../kit/http";
import { sign } from "../news/rules";
import { asRecorded } from "../news/sending-order";
import type { Stripe } from "../stripe";
import { eventAbout, Subject } from "./event";

const Order = z.strictObject({
  order: z.enum(["recorded", "shuffled"]).default(asRecorded.order),
  duplicates: z.number().int().min(0).max(20).default(asRecorded.duplicates),
  delay_ms: z.number().int().min(0).default(asRecorded.delay_ms),
});

const Sending = Subject.extend({
  /** Replaces the whole event body. */
  body: z.unknown().optional(),
  signature: z.enum(["true", "stale", "forged", "none"]).default("true"),
  headers: z.record(z.string(), z.string()).default({}),
});

/** Older than any receiver should accept. */
const staleSeconds = 3_600;

/** How events are sent, and hand-sent events: genuine, stale, forged or untrue. */
export function webhookRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/order", (c) => c.json(stripe.sendingOrder.read()));
  routes.put("/order", (c) =>
    withBody(c, Order, (order) => {
      stripe.sendingOrder.write(order);
      return c.json(order);
    }),
  );

  routes.post("/send", (c) =>
    withBody(c, Sending, async ({ body, signature, headers, ...subject }) => {
      const event = body ?? eventAbout(stripe, subject);
      if (event === null) return notFound(c);
      const proof = { "stripe-signature": signatureOf(JSON.stringify(event), signature) };
      return c.json(await stripe.post.send(event, { ...proof, ...headers }));
    }),
  );

  function signatureOf(text: string, how: z.output<typeof Sending>["signature"]): string {
    const now = Math.floor(stripe.clock.now() / 1000);
    if (how === "none") return "";
    if (how === "stale") return sign(text, now - staleSeconds);
    return how === "forged" ? sign(text, now, "whsec_of_somebody_else") : sign(text, now);
  }

  return routes;
}
