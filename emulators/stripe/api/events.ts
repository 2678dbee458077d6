import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import { eventTypes } from "../entities/told";
import { isRefusal, misread, missing } from "../errors";
import { eventTypesMax } from "../rules";
import type { Stripe } from "../stripe";
import { printEvent } from "../wire/event";
import { answer } from "./answer";
import { listPage } from "./pages";
import { boolean, filled, list, read } from "./params";

/** Events: kept for 30 days on the real gateway, forever here. */
export function eventRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/", (c) =>
    answer(stripe, c, {
      operation: "list_events",
      shape: { listOf: "event" },
      act: (form) =>
        listPage(form, {
          collection: stripe.events,
          what: "event",
          url: "/v1/events",
          filters: {
            type: filled.optional(),
            types: list(filled).optional(),
            delivery_success: boolean.optional(),
          },
          match({ type, types, delivery_success: heard }) {
            if (type !== undefined && types !== undefined) {
              return misread("You may only specify one of these parameters: type, types.", {
                param: "types",
              });
            }
            if (types && types.length > eventTypesMax) {
              return misread(`You may pass up to ${eventTypesMax} types.`, { param: "types" });
            }
            const wanted = type === undefined ? types : [type];
            return {
              ...(wanted && {
                type: eventTypes.filter((each) => wanted.some((pattern) => fits(each, pattern))),
              }),
              ...(heard !== undefined && { id: idsOf(heard) }),
            };
          },
          print: (event) => printEvent(stripe, event),
        }),
    }),
  );

  routes.get("/:id", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "retrieve_event",
      objectId: id,
      orderId: () => stripe.events.get(id)?.orderId ?? null,
      shape: "event",
      act(form) {
        const nothing = read(z.strictObject({}), form);
        if (isRefusal(nothing)) return nothing;
        const event = stripe.events.get(id);
        return event ? printEvent(stripe, event) : missing("event", id, "id");
      },
    });
  });

  /** The ids of events delivered to every target, or of those some target is still missing. */
  function idsOf(heard: boolean): string[] {
    const deliveries = stripe.post.list({});
    const unheard = new Set(
      deliveries.filter(({ state }) => state !== "delivered").map(({ eventId = "" }) => eventId),
    );
    if (!heard) return [...unheard];
    return deliveries.map(({ eventId = "" }) => eventId).filter((id) => !unheard.has(id));
  }

  return routes;
}

/** `charge.*` matches every charge event. */
function fits(type: string, pattern: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
