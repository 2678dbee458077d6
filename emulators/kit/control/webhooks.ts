import { Hono } from "hono";
import { z } from "zod";
import type { Post } from "../delivery";
import type { Delivery } from "../delivery/types";
import type { Bindings } from "../http";
import { notFound, optionalBody, withBody } from "./body";

const Targets = z.strictObject({ urls: z.array(z.url({ protocol: /^https?$/ })).max(20) });
const Pause = z.strictObject({ orderId: z.string().nullable().default(null), paused: z.boolean() });
const Redelivery = optionalBody(
  z.strictObject({
    times: z.number().int().min(1).max(100).default(1),
    at_once: z.boolean().default(false),
    newTransmissionId: z.boolean().default(false),
  }),
);

/** Lists deliveries, sends them again, pauses them, and says where they go. */
export function webhookRoutes(post: Post): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const targets = () => ({ urls: post.targets() });

  routes.get("/", (c) => {
    const orderId = c.req.query("orderId");
    return c.json(post.list(orderId ? { orderId } : {}).map(printDelivery));
  });
  routes.get("/targets", (c) => c.json(targets()));
  routes.put("/targets", (c) =>
    withBody(c, Targets, ({ urls }) => {
      post.aim(urls);
      return c.json(targets());
    }),
  );
  routes.put("/paused", (c) =>
    withBody(c, Pause, (pause) => {
      post.pause(pause.orderId, pause.paused);
      return c.json(pause);
    }),
  );
  routes.post("/:id/redeliver", (c) =>
    withBody(c, Redelivery, async ({ times, at_once: atOnce, newTransmissionId }) => {
      const sent = await post.redeliver(c.req.param("id"), { times, atOnce, newTransmissionId });
      return sent ? c.json(sent) : notFound(c);
    }),
  );
  return routes;
}

function printDelivery(delivery: Delivery) {
  const { id, transmissionId, eventType, orderId, target, attempts, state, lastStatus, body } = delivery;
  return { id, transmissionId, eventType, orderId, target, attempts, state, lastStatus, body };
}
