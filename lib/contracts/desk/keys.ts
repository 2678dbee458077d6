import { z } from "zod";
import { currencies } from "../../money";
import { MinorUnits, typed } from "../orders";
import { apiScopes } from "../scopes";
import { deskOperation, Id } from "./operation";

/** An amount for each currency, in minor units. */
const amounts = z.record(z.enum(currencies), MinorUnits);

export const addKey = deskOperation({
  path: "/admin/api/keys/add",
  summary: "Create an API key for another server",
  ability: "keys:manage",
  input: z.strictObject({
    name: typed(60),
    scopes: z
      .array(z.enum(apiScopes))
      .min(1)
      .max(apiScopes.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, "Each scope may appear only once"),
    caps: z
      .strictObject({ per_order: amounts, per_day: amounts })
      .optional()
      .describe("How much it may refund per order, and per day in Seoul. Defaults to the shop's usual caps"),
  }),
  reply: z.object({
    id: z.string(),
    key: z.string().describe("Shown only once; only a hash of it is stored"),
    awaits_manager: z.boolean().describe("True if it cannot be used until another manager confirms it"),
  }),
  problems: [],
});

export const confirmKey = deskOperation({
  path: "/admin/api/keys/confirm",
  summary: "Confirm an API key with refund rights that another manager created",
  ability: "keys:manage",
  input: z.strictObject({ id: Id }),
  reply: z.object({ done: z.boolean() }),
  problems: ["not_found", "second_manager_required"],
});

export const endKey = deskOperation({
  path: "/admin/api/keys/revoke",
  summary: "Revoke an API key, effective immediately and permanently",
  ability: "keys:manage",
  input: z.strictObject({ id: Id }),
  reply: z.object({ done: z.boolean() }),
  problems: ["not_found"],
});
