import { Hono } from "hono";
import type { Bindings } from "../../kit/http";
import type { PageQuery } from "../../kit/memory";
import type { Event } from "../entities/event";
import { eventTypes } from "../entities/told";
import { misread, type Refusal } from "../errors";
import { eventTypesMax } from "../rules";
import type { Stripe } from "../stripe";
import { printEvent } from "../wire/event";
import { answer, type Question } from "./answer";
import { aboutOne, type Kind, listOf } from "./objects";
import { boolean, filled, list, nothing } from "./params";

/** Events: kept for 30 days on the real gateway, forever here. */
export function eventRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const events: Kind<Event> = {
    shape: "event",
    collection: stripe.events,
    name: "event",
    param: "id",
    print: (event) => printEvent(stripe, event),
  };
  routes.get("/", (c) => answer(stripe, c, listing(stripe, events)));
  routes.get("/:id", (c) => answer(stripe, c, looking(events, c.req.param("id"))));
  return routes;
}

const listing = (stripe: Stripe, events: Kind<Event>): Question =>
  listOf(events, {
    operation: "list_events",
    url: "/v1/events",
    filters: {
      type: filled.optional(),
      types: list(filled).optional(),
      delivery_success: boolean.optional(),
    },
    match: (filters) => matching(stripe, filters),
  });

const looking = (events: Kind<Event>, id: string): Question =>
  aboutOne(events, id, { operation: "retrieve_event", params: nothing, act: (event) => event });

type Filters = {
  type?: string | undefined;
  types?: string[] | undefined;
  delivery_success?: boolean | undefined;
};

function matching(
  stripe: Stripe,
  { type, types, delivery_success: heard }: Filters,
): PageQuery<Event>["match"] | Refusal {
  if (type !== undefined && types !== undefined) {
    return misread("You may only specify one of these parameters: type, types.", { param: "types" });
  }
  if (types && types.length > eventTypesMax) {
    return misread(`You may pass up to ${eventTypesMax} types.`, { param: "types" });
  }
  const wanted = type === undefined ? types : [type];
  return {
    ...(wanted && { type: eventTypes.filter((each) => wanted.some((pattern) => fits(each, pattern))) }),
    ...(heard !== undefined && { id: idsOf(stripe, heard) }),
  };
}

/** `charge.*` matches every charge event. */
function fits(type: string, pattern: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** The ids of events delivered to every target, or of those some target is still missing. */
function idsOf(stripe: Stripe, heard: boolean): string[] {
  const deliveries = stripe.post.list({});
  const unheard = new Set(
    deliveries.filter(({ state }) => state !== "delivered").map(({ eventId = "" }) => eventId),
  );
  if (!heard) return [...unheard];
  return deliveries.map(({ eventId = "" }) => eventId).filter((id) => !unheard.has(id));
}
