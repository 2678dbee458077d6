import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Intent } from "../entities/intent";
import { isRefusal, missing } from "../errors";
import type { Stripe } from "../stripe";
import { cancelIntent } from "../verbs/cancel";
import { capture } from "../verbs/capture";
import { printIntent } from "../wire/intent";
import { answer, type Question } from "./answer";
import { forBrowser, hasSecret } from "./browser";
import { elsewhere } from "./elsewhere";
import type { Form } from "./form";
import { confirmAsked, createAsked, updateAsked } from "./intent-acts";
import { CancelBody, CaptureBody, IntentUpdate } from "./intent-body";
import { aboutOne, type Kind, listOf, printed } from "./objects";
import { filled, read } from "./params";

export function intentRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const intents = kindOf(stripe);
  routes.post("/", (c) => answer(stripe, c, creating(stripe, intents)));
  routes.get("/", (c) => answer(stripe, c, listing(intents)));
  routes.get("/:id", (c) => answer(stripe, c, looking(intents, c.req.param("id"))));
  routes.post("/:id", (c) => answer(stripe, c, updating(stripe, intents, c.req.param("id"))));
  routes.post("/:id/confirm", (c) => answer(stripe, c, confirming(stripe, intents, c.req.param("id"))));
  routes.post("/:id/capture", (c) => answer(stripe, c, capturing(stripe, intents, c.req.param("id"))));
  routes.post("/:id/cancel", (c) => answer(stripe, c, canceling(stripe, intents, c.req.param("id"))));
  return routes;
}

const kindOf = (stripe: Stripe): Kind<Intent> => ({
  shape: "payment_intent",
  collection: stripe.intents,
  name: "payment_intent",
  param: "intent",
  print: (intent) => printIntent(stripe, intent),
});

const creating = (stripe: Stripe, intents: Kind<Intent>): Question => ({
  operation: "create_intent",
  shape: intents.shape,
  orderId: orderInForm,
  act: (form) => printed(intents, createAsked(stripe, form)),
});

const listing = (intents: Kind<Intent>): Question =>
  listOf(intents, {
    operation: "list_intents",
    url: "/v1/payment_intents",
    filters: {},
    match: () => ({}),
  });

const Look = z.strictObject({ client_secret: filled.optional() });

/** A browser sees a payment only with its client secret. */
const looking = (intents: Kind<Intent>, id: string): Question => ({
  ...aboutId(intents, id),
  operation: "retrieve_intent",
  act(form, key) {
    const look = read(Look, form);
    if (isRefusal(look)) return look;
    const intent = intents.collection.get(id);
    return intent && hasSecret(intent, key, look.client_secret)
      ? forBrowser(key, intents.print(intent))
      : missing(intents.name, id, intents.param);
  },
});

const updating = (stripe: Stripe, intents: Kind<Intent>, id: string): Question =>
  aboutOne(intents, id, {
    operation: "update_intent",
    params: IntentUpdate,
    elsewhere: elsewhere.intent,
    act: (intent, change) => updateAsked(stripe, intent, change),
  });

const confirming = (stripe: Stripe, intents: Kind<Intent>, id: string): Question => ({
  ...aboutId(intents, id),
  operation: "confirm_intent",
  act(form, key) {
    const intent = confirmAsked(stripe, id, form, key);
    return isRefusal(intent) ? intent : forBrowser(key, intents.print(intent));
  },
});

const capturing = (stripe: Stripe, intents: Kind<Intent>, id: string): Question =>
  aboutOne(intents, id, {
    operation: "capture_intent",
    params: CaptureBody,
    elsewhere: elsewhere.capture,
    act: (intent, { amount_to_capture: amount }) => capture(stripe, intent, amount),
  });

const canceling = (stripe: Stripe, intents: Kind<Intent>, id: string): Question =>
  aboutOne(intents, id, {
    operation: "cancel_intent",
    params: CancelBody,
    act: (intent, { cancellation_reason: reason }) => cancelIntent(stripe, intent, reason ?? null),
  });

const aboutId = (intents: Kind<Intent>, id: string) => ({
  objectId: id,
  orderId: () => intents.collection.get(id)?.orderId ?? null,
  shape: intents.shape,
  browsers: true as const,
});

function orderInForm({ metadata }: Form): string | null {
  const order = typeof metadata === "object" ? metadata.order_id : undefined;
  return typeof order === "string" ? order : null;
}
