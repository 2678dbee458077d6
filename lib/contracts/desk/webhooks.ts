import { z } from "zod";
import { isPlain, notPlain } from "../../contact/text";
import { webhookEvents } from "../webhook-events";
import { deskOperation, Id } from "./operation";

const done = z.object({ done: z.boolean() });
const Endpoint = z.strictObject({ id: Id });

export const addWebhook = deskOperation({
  path: "/admin/api/webhooks/add",
  summary: "Add a webhook endpoint",
  ability: "webhooks:manage",
  input: z.strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .refine(isPlain, notPlain),
    events: z
      .array(z.enum(webhookEvents))
      .max(webhookEvents.length)
      .refine((events) => new Set(events).size === events.length, "Each event may appear only once")
      .describe("What it is told about. Empty: everything, also what later releases add"),
  }),
  reply: z.object({
    id: z.string(),
    secret: z.string().describe("Shown only once. It signs every message"),
  }),
  problems: ["too_many_endpoints"],
});

export const rotateWebhook = deskOperation({
  path: "/admin/api/webhooks/rotate",
  summary: "Give an endpoint a new secret; for a day, the previous one signs as well",
  ability: "webhooks:manage",
  input: Endpoint,
  reply: z.object({ secret: z.string().describe("Shown only once") }),
  problems: ["not_found"],
});

export const switchWebhook = deskOperation({
  path: "/admin/api/webhooks/switch",
  summary: "Switch an endpoint on or off",
  ability: "webhooks:manage",
  input: z.strictObject({ id: Id, on: z.boolean() }),
  reply: done,
  problems: ["not_found"],
});

export const removeWebhook = deskOperation({
  path: "/admin/api/webhooks/remove",
  summary: "Remove an endpoint permanently",
  ability: "webhooks:manage",
  input: Endpoint,
  reply: done,
  problems: ["not_found"],
});

export const testWebhook = deskOperation({
  path: "/admin/api/webhooks/test",
  summary: "Send an endpoint a test message",
  ability: "webhooks:manage",
  input: Endpoint,
  reply: done,
  problems: ["not_found"],
});

export const resendWebhook = deskOperation({
  path: "/admin/api/webhooks/resend",
  summary: "Send a message again",
  ability: "webhooks:manage",
  input: z.strictObject({ message: Id }),
  reply: done,
  problems: ["not_found"],
});
