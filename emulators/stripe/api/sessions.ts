import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import { isRefusal, missing } from "../errors";
import type { Stripe } from "../stripe";
import { createSession } from "../verbs/create-session";
import { expireSession } from "../verbs/expire";
import { updateSession } from "../verbs/update-session";
import { printLineItem } from "../wire/line-item";
import { printSession } from "../wire/session";
import { answer } from "./answer";
import type { Form } from "./form";
import { listLineItems } from "./line-items";
import { listPage } from "./pages";
import { filled, metadata, read } from "./params";
import { readSession } from "./session-body";

const SessionUpdate = z.strictObject({ metadata: metadata.optional() });

export function sessionRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const orderOf = (id: string) => () => stripe.sessions.get(id)?.orderId ?? null;

  routes.post("/", (c) =>
    answer(stripe, c, {
      operation: "create_session",
      shape: "checkout.session",
      orderId: orderInForm,
      act(form) {
        const at = stripe.clock.now();
        const order = readSession(form, at);
        return isRefusal(order) ? order : printSession(stripe, createSession(stripe, order, at));
      },
    }),
  );

  routes.get("/", (c) =>
    answer(stripe, c, {
      operation: "list_sessions",
      shape: { listOf: "checkout.session" },
      act: (form) =>
        listPage(form, {
          collection: stripe.sessions,
          what: "checkout.session",
          url: "/v1/checkout/sessions",
          filters: {
            payment_intent: filled.optional(),
            status: z.enum(["open", "complete", "expired"]).optional(),
          },
          match: ({ payment_intent: intent, status }) => ({
            ...(intent !== undefined && { intent }),
            ...(status !== undefined && { status }),
          }),
          print: (session) => printSession(stripe, session),
        }),
    }),
  );

  routes.get("/:id", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "retrieve_session",
      objectId: id,
      orderId: orderOf(id),
      shape: "checkout.session",
      act(form) {
        const nothing = read(z.strictObject({}), form);
        if (isRefusal(nothing)) return nothing;
        const session = stripe.sessions.get(id);
        return session ? printSession(stripe, session) : missing("checkout.session", id, "session");
      },
    });
  });

  routes.post("/:id", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "update_session",
      objectId: id,
      orderId: orderOf(id),
      shape: "checkout.session",
      act(form) {
        const change = read(SessionUpdate, form);
        if (isRefusal(change)) return change;
        const session = updateSession(stripe, id, change.metadata ?? {});
        return isRefusal(session) ? session : printSession(stripe, session);
      },
    });
  });

  routes.post("/:id/expire", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "expire_session",
      objectId: id,
      orderId: orderOf(id),
      shape: "checkout.session",
      act(form) {
        const nothing = read(z.strictObject({}), form);
        if (isRefusal(nothing)) return nothing;
        const session = expireSession(stripe, id);
        return isRefusal(session) ? session : printSession(stripe, session);
      },
    });
  });

  routes.get("/:id/line_items", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "list_line_items",
      objectId: id,
      orderId: orderOf(id),
      shape: { listOf: "item" },
      act(form) {
        const session = stripe.sessions.get(id);
        if (!session) return missing("checkout.session", id, "session");
        const items = session.lineItems.map((item) => printLineItem(session, item));
        return listLineItems(form, `/v1/checkout/sessions/${id}/line_items`, items);
      },
    });
  });

  return routes;
}

/** The order the session is for, by the shop's reference. */
function orderInForm({ client_reference_id: reference, metadata }: Form): string | null {
  if (typeof reference === "string" && reference !== "") return reference;
  const order = typeof metadata === "object" ? metadata.order_id : undefined;
  return typeof order === "string" ? order : null;
}
