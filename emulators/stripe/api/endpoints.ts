import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Endpoint } from "../entities/endpoint";
import { mergeMetadata } from "../entities/shared";
import { isRefusal, missing, type Refusal } from "../errors";
import { apiVersion } from "../keys";
import type { Stripe } from "../stripe";
import { register, unregister } from "../verbs/endpoints";
import { printEndpoint } from "../wire/endpoint";
import { answer, type Question } from "./answer";
import { listPage } from "./pages";
import { filled, list, metadata, read, unsettable, url } from "./params";

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

  routes.post("/", (c) =>
    answer(stripe, c, {
      operation: "create_webhook_endpoint",
      shape: "webhook_endpoint",
      act(form) {
        const body = read(EndpointBody, form);
        if (isRefusal(body)) return body;
        const { url, enabled_events: enabledEvents, description, metadata } = body;
        const noted = mergeMetadata({}, metadata);
        return printEndpoint(register(stripe, { url, enabledEvents, description, metadata: noted }), true);
      },
    }),
  );

  routes.get("/", (c) =>
    answer(stripe, c, {
      operation: "list_webhook_endpoints",
      shape: { listOf: "webhook_endpoint" },
      act: (form) =>
        listPage(form, {
          collection: stripe.endpoints,
          what: "webhook endpoint",
          url: "/v1/webhook_endpoints",
          filters: {},
          match: () => ({}),
          print: (endpoint) => printEndpoint(endpoint),
        }),
    }),
  );

  function about(id: string, operation: Question["operation"], act: (found: Endpoint) => object): Question {
    return {
      operation,
      objectId: id,
      shape: "webhook_endpoint",
      act(form): object | Refusal {
        const nothing = read(z.strictObject({}), form);
        if (isRefusal(nothing)) return nothing;
        const found = stripe.endpoints.get(id);
        return found ? act(found) : missing("webhook endpoint", id, "webhook_endpoint");
      },
    };
  }

  routes.get("/:id", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "retrieve_webhook_endpoint", (found) => printEndpoint(found)),
    ),
  );

  routes.delete("/:id", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "delete_webhook_endpoint", (found) => {
        unregister(stripe, found);
        return { id: found.id, object: "webhook_endpoint", deleted: true };
      }),
    ),
  );

  return routes;
}
