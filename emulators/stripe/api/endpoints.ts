import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Endpoint } from "../entities/endpoint";
import { mergeMetadata } from "../entities/shared";
import { isRefusal } from "../errors";
import { apiVersion } from "../keys";
import type { Stripe } from "../stripe";
import { register, unregister } from "../verbs/endpoints";
import { printEndpoint } from "../wire/endpoint";
import { answer, type Question } from "./answer";
import { aboutOne, type Kind, listOf } from "./objects";
import { filled, list, metadata, nothing, read, unsettable, url } from "./params";

const EndpointBody = z.strictObject({
  url,
  enabled_events: list(filled),
  api_version: z.enum([apiVersion]).optional(),
  description: unsettable.default(null),
  metadata: metadata.default({}),
});

/** Webhook endpoints registered through the API, in addition to those set by the control routes. */
export function endpointRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const endpoints: Kind<Endpoint> = {
    shape: "webhook_endpoint",
    collection: stripe.endpoints,
    name: "webhook endpoint",
    param: "webhook_endpoint",
    print: (endpoint) => printEndpoint(endpoint),
  };
  routes.post("/", (c) => answer(stripe, c, creating(stripe)));
  routes.get("/", (c) => answer(stripe, c, listing(endpoints)));
  routes.get("/:id", (c) => answer(stripe, c, looking(endpoints, c.req.param("id"))));
  routes.delete("/:id", (c) => answer(stripe, c, deleting(stripe, endpoints, c.req.param("id"))));
  return routes;
}

/** The answer that creates it is the only one with its secret. */
const creating = (stripe: Stripe): Question => ({
  operation: "create_webhook_endpoint",
  shape: "webhook_endpoint",
  act(form) {
    const body = read(EndpointBody, form);
    if (isRefusal(body)) return body;
    const { url, enabled_events: enabledEvents, description, metadata } = body;
    const noted = mergeMetadata({}, metadata);
    return printEndpoint(register(stripe, { url, enabledEvents, description, metadata: noted }), true);
  },
});

const listing = (endpoints: Kind<Endpoint>): Question =>
  listOf(endpoints, {
    operation: "list_webhook_endpoints",
    url: "/v1/webhook_endpoints",
    filters: {},
    match: () => ({}),
  });

const looking = (endpoints: Kind<Endpoint>, id: string): Question =>
  aboutOne(endpoints, id, {
    operation: "retrieve_webhook_endpoint",
    params: nothing,
    act: (found) => found,
  });

const deleting = (stripe: Stripe, endpoints: Kind<Endpoint>, id: string): Question => {
  const print = () => ({ id, object: "webhook_endpoint", deleted: true });
  return aboutOne({ ...endpoints, print }, id, {
    operation: "delete_webhook_endpoint",
    params: nothing,
    act(found) {
      unregister(stripe, found);
      return found;
    },
  });
};
