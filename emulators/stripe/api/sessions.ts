import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Session } from "../entities/session";
import { isRefusal, missing } from "../errors";
import type { Stripe } from "../stripe";
import { createSession } from "../verbs/create-session";
import { expireSession } from "../verbs/expire";
import { updateSession } from "../verbs/update-session";
import { printLineItem } from "../wire/line-item";
import { printSession } from "../wire/session";
import { answer, type Question } from "./answer";
import type { Form } from "./form";
import { listLineItems } from "./line-items";
import { aboutOne, type Kind, listOf, printed } from "./objects";
import { filled, metadata, nothing } from "./params";
import { readSession } from "./session-body";

const SessionUpdate = z.strictObject({ metadata: metadata.optional() });

export function sessionRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const sessions = kindOf(stripe);
  routes.post("/", (c) => answer(stripe, c, creating(stripe, sessions)));
  routes.get("/", (c) => answer(stripe, c, listing(sessions)));
  routes.get("/:id", (c) => answer(stripe, c, looking(sessions, c.req.param("id"))));
  routes.post("/:id", (c) => answer(stripe, c, updating(stripe, sessions, c.req.param("id"))));
  routes.post("/:id/expire", (c) => answer(stripe, c, expiring(stripe, sessions, c.req.param("id"))));
  routes.get("/:id/line_items", (c) => answer(stripe, c, listingItems(sessions, c.req.param("id"))));
  return routes;
}

const kindOf = (stripe: Stripe): Kind<Session> => ({
  shape: "checkout.session",
  collection: stripe.sessions,
  name: "checkout.session",
  param: "session",
  print: (session) => printSession(stripe, session),
});

const creating = (stripe: Stripe, sessions: Kind<Session>): Question => ({
  operation: "create_session",
  shape: sessions.shape,
  orderId: orderInForm,
  act(form) {
    const at = stripe.clock.now();
    const order = readSession(form, at);
    return isRefusal(order) ? order : printed(sessions, createSession(stripe, order, at));
  },
});

const listing = (sessions: Kind<Session>): Question =>
  listOf(sessions, {
    operation: "list_sessions",
    url: "/v1/checkout/sessions",
    filters: {
      payment_intent: filled.optional(),
      status: z.enum(["open", "complete", "expired"]).optional(),
    },
    match: ({ payment_intent: intent, status }) => ({
      ...(intent !== undefined && { intent }),
      ...(status !== undefined && { status }),
    }),
  });

const looking = (sessions: Kind<Session>, id: string): Question =>
  aboutOne(sessions, id, { operation: "retrieve_session", params: nothing, act: (session) => session });

const updating = (stripe: Stripe, sessions: Kind<Session>, id: string): Question =>
  aboutOne(sessions, id, {
    operation: "update_session",
    params: SessionUpdate,
    act: (session, { metadata = {} }) => updateSession(stripe, session, metadata),
  });

const expiring = (stripe: Stripe, sessions: Kind<Session>, id: string): Question =>
  aboutOne(sessions, id, {
    operation: "expire_session",
    params: nothing,
    act: (session) => expireSession(stripe, session.id),
  });

const listingItems = (sessions: Kind<Session>, id: string): Question => ({
  operation: "list_line_items",
  objectId: id,
  orderId: () => sessions.collection.get(id)?.orderId ?? null,
  shape: { listOf: "item" },
  act(form) {
    const session = sessions.collection.get(id);
    if (!session) return missing(sessions.name, id, sessions.param);
    const items = session.lineItems.map((item) => printLineItem(session, item));
    return listLineItems(form, `/v1/checkout/sessions/${id}/line_items`, items);
  },
});

/** The order the session is for, by the shop's reference. */
function orderInForm({ client_reference_id: reference, metadata }: Form): string | null {
  if (typeof reference === "string" && reference !== "") return reference;
  const order = typeof metadata === "object" ? metadata.order_id : undefined;
  return typeof order === "string" ? order : null;
}
