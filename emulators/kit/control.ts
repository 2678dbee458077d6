import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Clock } from "./clock";
import type { Post } from "./delivery";
import type { Delivery } from "./delivery/types";
import type { Door } from "./door";
import { faultKinds } from "./faults";
import { type Bindings, readJson } from "./http";

export type Controlled = {
  door: Door;
  clock: Clock;
  post: Post;
  faultOperations: readonly [string, ...string[]];
  isErrorCode(code: string): boolean;
};

/** The control routes every emulated gateway has: clock, call log, faults and webhook deliveries. */
export function controlRoutes({
  door,
  clock,
  post,
  faultOperations,
  isErrorCode,
}: Controlled): Hono<Bindings> {
  const control = new Hono<Bindings>();
  const now = () => ({ now: new Date(clock.now()).toISOString() });

  const Turn = z.union([
    z.strictObject({ advance_ms: z.number().int() }),
    z.strictObject({ set: z.iso.datetime({ offset: true }) }),
    z.strictObject({ reset: z.literal(true) }),
  ]);
  control.get("/clock", (c) => c.json(now()));
  control.post("/clock", async (c) => {
    const turn = Turn.safeParse(await readJson(c));
    if (!turn.success) return badRequest(c, turn.error);
    if ("advance_ms" in turn.data) clock.advance(turn.data.advance_ms);
    else if ("set" in turn.data) clock.set(Date.parse(turn.data.set));
    else clock.reset();
    return c.json(now());
  });

  control.get("/requests", (c) => {
    const { orderId, operation } = c.req.query();
    return c.json(door.journal.list({ ...(orderId && { orderId }), ...(operation && { operation }) }));
  });

  const FaultOrder = z
    .strictObject({
      operation: z.enum(["any", ...faultOperations]),
      kind: z.enum(faultKinds),
      times: z.number().int().positive().nullable().default(1),
      orderId: z.string().nullable().default(null),
      delay_ms: z.number().int().nonnegative().default(0),
      code: z.string().refine(isErrorCode, "not an error code of this gateway").nullable().default(null),
    })
    .refine(({ kind, code }) => kind !== "error" || code !== null, "an error fault needs a code");
  control.get("/faults", (c) => c.json(door.faults.list()));
  control.post("/faults", async (c) => {
    const order = FaultOrder.safeParse(await readJson(c));
    return order.success ? c.json(door.faults.set(order.data), 201) : badRequest(c, order.error);
  });
  control.post("/faults/:id/release", (c) => done(c, door.faults.release(c.req.param("id"))));
  control.delete("/faults/:id", (c) => done(c, door.faults.clear(c.req.param("id"))));
  control.delete("/faults", (c) => {
    door.faults.clear();
    return c.body(null, 204);
  });

  const Targets = z.strictObject({ urls: z.array(z.url({ protocol: /^https?$/ })).max(20) });
  const Pause = z.strictObject({ orderId: z.string().nullable().default(null), paused: z.boolean() });
  const Redelivery = z.strictObject({
    times: z.number().int().min(1).max(100).default(1),
    at_once: z.boolean().default(false),
    newTransmissionId: z.boolean().default(false),
  });
  control.get("/webhooks", (c) => {
    const orderId = c.req.query("orderId");
    return c.json(post.list(orderId ? { orderId } : {}).map(printDelivery));
  });
  control.get("/webhooks/targets", (c) => c.json({ urls: post.targets() }));
  control.put("/webhooks/targets", async (c) => {
    const targets = Targets.safeParse(await readJson(c));
    if (!targets.success) return badRequest(c, targets.error);
    post.aim(targets.data.urls);
    return c.json({ urls: post.targets() });
  });
  control.put("/webhooks/paused", async (c) => {
    const pause = Pause.safeParse(await readJson(c));
    if (!pause.success) return badRequest(c, pause.error);
    post.pause(pause.data.orderId, pause.data.paused);
    return c.json(pause.data);
  });
  control.post("/webhooks/:id/redeliver", async (c) => {
    const how = Redelivery.safeParse((await readJson(c)) ?? {});
    if (!how.success) return badRequest(c, how.error);
    const { times, at_once: atOnce, newTransmissionId } = how.data;
    const sent = await post.redeliver(c.req.param("id"), { times, atOnce, newTransmissionId });
    return sent ? c.json(sent) : notFound(c);
  });

  return control;
}

function printDelivery(delivery: Delivery) {
  const { id, transmissionId, eventType, orderId, target, attempts, state, lastStatus, body } = delivery;
  return { id, transmissionId, eventType, orderId, target, attempts, state, lastStatus, body };
}

export function badRequest(c: Context, error: z.ZodError) {
  return c.json({ error: z.prettifyError(error) }, 400);
}

export function notFound(c: Context) {
  return c.json({ error: "not found" }, 404);
}

function done(c: Context, known: boolean) {
  return known ? c.body(null, 204) : notFound(c);
}
