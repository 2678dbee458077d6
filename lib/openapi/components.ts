import { browserCookie, ordersCookie, orderTokenHeader } from "../contracts/operation";
import type { Schema } from "./schema";

export const securitySchemes = {
  orderToken: {
    type: "apiKey",
    in: "header",
    name: orderTokenHeader,
    description: "The `access_token` that came with the order. It opens that one order, for 180 days.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    description:
      "A key of the shop's for other servers and agents, made with `npm run keys`. What it may do it was given.",
  },
  ordersCookie: {
    type: "apiKey",
    in: "cookie",
    name: ordersCookie,
    description:
      "Lists the orders that were made in this browser; by https its name begins with `__Host-`. A write that rides on it must come from one of the " +
      "shop's own pages, by its Origin header.",
  },
};

const requestId = { type: "string", pattern: "^[\\w-]{8,64}$" };

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "Names this wish. The same key with the same body answers with what was made, as it is now; with another " +
    "body it is refused. A key is known for 90 days; that of an order as long as the order is kept. An order is " +
    `answered again only to who brings the cookie ${ordersCookie} of its first answer, or the cookie ` +
    `${browserCookie} that the first request brought: 22 to 86 random letters and digits, which a caller without ` +
    "pages may draw itself.",
  schema: { type: "string", pattern: "^[\\x20-\\x7e]{1,255}$" },
};

export const parameters = {
  idempotencyKey,
  neededKey: { ...idempotencyKey, required: true },
  requestId: {
    name: "X-Request-Id",
    in: "header",
    description:
      "A name for this request in the shop's log. Without it, or with one that does not fit, the shop makes one.",
    schema: { type: "string" },
  },
};

export const headers = {
  "X-Request-Id": { description: "The request's name in the shop's log.", required: true, schema: requestId },
  "Idempotent-Replayed": {
    description: "`true` when nothing new was made: the key had been used for the same wish.",
    schema: { type: "string", const: "true" },
  },
  "Retry-After": {
    description: "After how many seconds it is worth asking again.",
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
