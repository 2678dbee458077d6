import { Hono } from "hono";
import { z } from "zod";
import { notFound, withBody } from "../../kit/control/body";
import type { Bindings } from "../../kit/http";
import { depositCallback, statusChanged } from "../news/publish";
import type { Toss } from "../toss";
import { findByOrder, findPayment } from "../verbs/find";

const Sending = z.strictObject({
  orderId: z.string().optional(),
  paymentKey: z.string().optional(),
  /** Replaces the whole event body. */
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** Overrides the payment's status. */
  status: z.string().optional(),
  eventType: z.enum(["PAYMENT_STATUS_CHANGED", "DEPOSIT_CALLBACK"]).default("PAYMENT_STATUS_CHANGED"),
});

/** Events sent by hand: true, out of order or forged. */
export function webhookRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.post("/send", (c) =>
    withBody(c, Sending, async (sending) => {
      const body = sending.body ?? eventAbout(toss, sending);
      return body === null ? notFound(c) : c.json(await toss.post.send(body, sending.headers));
    }),
  );
  return routes;
}

function eventAbout(toss: Toss, about: z.output<typeof Sending>): object | null {
  const payment = about.paymentKey
    ? findPayment(toss, about.paymentKey)
    : (findByOrder(toss, about.orderId ?? "")[0] ?? null);
  if (!payment) return null;
  const told = about.status === undefined ? {} : { status: about.status };
  if (about.eventType === "DEPOSIT_CALLBACK") return { ...depositCallback(toss, payment), ...told };
  const event = statusChanged(toss, payment);
  return { ...event, data: { ...event.data, ...told } };
}
