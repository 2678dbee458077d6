import { browserCookie, ordersCookie, orderTokenHeader } from "../contracts/operation";
import type { Schema } from "./schema";

export const securitySchemes = {
  orderToken: {
    type: "apiKey",
    in: "header",
    name: orderTokenHeader,
    description:
      "The `access_token` returned when the order was created. It gives access to that one order for 180 days.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    description:
      "An API key for other servers and agents, created with `npm run keys`. Its scopes limit what it may do.",
  },
  ordersCookie: {
    type: "apiKey",
    in: "cookie",
    name: ordersCookie,
    description:
      "Lists the orders created in this browser. Over HTTPS its name begins with `__Host-`. A POST request " +
      "authenticated by it must come from one of the shop's own pages, as its Origin header shows.",
  },
};

const requestId = { type: "string", pattern: "^[\\w-]{8,64}$" };

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "Identifies this request. A repeat with the same key and body returns what the first request created, in its " +
    "current state; a repeat with another body is rejected. Keys are kept for 90 days, and an order's key as long " +
    `as the order is kept. An order is returned again only to a caller that sends the cookie ${ordersCookie} from ` +
    `the first response, or the cookie ${browserCookie} from the first request: 22 to 86 random letters and ` +
    "digits, which a client other than a browser may generate itself.",
  schema: { type: "string", pattern: "^[\\x20-\\x7e]{1,255}$" },
};

export const parameters = {
  idempotencyKey,
  neededKey: { ...idempotencyKey, required: true },
  requestId: {
    name: "X-Request-Id",
    in: "header",
    description:
      "An ID for this request in the shop's log. If it is missing or invalid, the shop generates one.",
    schema: { type: "string" },
  },
};

export const headers = {
  "X-Request-Id": { description: "The request's ID in the shop's log.", required: true, schema: requestId },
  "Idempotent-Replayed": {
    description: "`true` if nothing new was created because the key was already used for the same request.",
    schema: { type: "string", const: "true" },
  },
  "Retry-After": {
    description: "How many seconds to wait before retrying.",
    required: true,
    schema: { type: "integer", minimum: 0 },
  },
};

export type HeaderName = keyof typeof headers;

export const json = (schema: Schema) => ({ "application/json": { schema } });

export const answer = (description: string, content: object, also: HeaderName[]) => ({
  description,
  headers: Object.fromEntries(
    (["X-Request-Id", ...also] as const).map((name) => [name, refTo("headers", name)]),
  ),
  content,
});

export const refTo = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
