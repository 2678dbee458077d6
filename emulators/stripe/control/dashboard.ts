import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import { expand } from "../api/expand";
import type { Intent } from "../entities/intent";
import type { Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { act } from "../verbs/act";
import { cancelIntent } from "../verbs/cancel";
import { capture } from "../verbs/capture";
import { expireSession } from "../verbs/expire";
import { intentsOfOrder, sessionsOfOrder } from "../verbs/find";
import { refund } from "../verbs/refund";
import { printIntent } from "../wire/intent";
import { printRefund } from "../wire/refund";
import { printSession } from "../wire/session";
import { actOn, shown } from "./answers";

const Capturing = z.strictObject({ amount: z.number().int().positive().optional() });
const Refunding = z.strictObject({
  amount: z.number().int().positive().optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
});
const Nothing = z.strictObject({});

/** How many objects a list without an order has. */
const listedMax = 100;

/** The payments' charges with their balance transaction and refunds. */
const wholePayment = { 0: "latest_charge.balance_transaction", 1: "latest_charge.refunds" };

/** What the shop's staff do in the gateway's dashboard. */
export function dashboardRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const kind = { collection: stripe.intents, name: "payment_intent", param: "intent" };
  const print = (intent: Intent) => printIntent(stripe, intent);

  const onIntent = <Schema extends z.ZodType>(
    c: Context<Bindings>,
    schema: Schema,
    work: (intent: Intent, how: z.output<Schema>) => Intent | Refusal,
  ) => actOn(stripe, c, kind, schema, work, print);

  routes.get("/sessions", (c) => {
    const orderId = c.req.query("orderId");
    const sessions = act(stripe, () =>
      orderId === undefined ? stripe.sessions.latest({}, listedMax) : sessionsOfOrder(stripe, orderId),
    );
    return c.json(sessions.map((session) => printSession(stripe, session)));
  });
  routes.post("/sessions/:id/expire", (c) =>
    shown(
      act(stripe, () => expireSession(stripe, c.req.param("id"))),
      (session) => printSession(stripe, session),
    ),
  );

  routes.get("/intents", (c) => {
    const orderId = c.req.query("orderId");
    const intents = act(stripe, () =>
      orderId === undefined ? stripe.intents.latest({}, listedMax) : intentsOfOrder(stripe, orderId),
    );
    return c.json(intents.map((intent) => expand(stripe, print(intent), wholePayment)));
  });
  routes.post("/intents/:id/refund", (c) =>
    actOn(
      stripe,
      c,
      kind,
      Refunding,
      ({ id }, how) => refund(stripe, { ...how, intent: id, metadata: {} }),
      printRefund,
    ),
  );
  routes.post("/intents/:id/capture", (c) =>
    onIntent(c, Capturing, (intent, { amount }) => capture(stripe, intent, amount)),
  );
  routes.post("/intents/:id/cancel", (c) =>
    onIntent(c, Nothing, (intent) => cancelIntent(stripe, intent, "requested_by_customer")),
  );
  return routes;
}
