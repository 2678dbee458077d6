import { z } from "zod";
import { currencies } from "../../money";
import { MinorUnits, typed } from "../orders";
import { apiScopes } from "../scopes";
import { deskOperation, Id } from "./operation";

/** An amount for each currency. */
const amounts = z.record(z.enum(currencies), MinorUnits);

export const addKey = deskOperation({
  path: "/admin/api/keys/add",
  summary: "Make an API key for another server",
  ability: "keys:manage",
  input: z.strictObject({
    name: typed(60),
    scopes: z
      .array(z.enum(apiScopes))
      .min(1)
      .max(apiScopes.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, "Each scope once"),
    caps: z
      .strictObject({ per_order: amounts, per_day: amounts })
      .optional()
      .describe(
        "What it may give back of one order, and in one day in Seoul; the shop's usual caps when absent",
      ),
  }),
  reply: z.object({
    id: z.string(),
    key: z.string().describe("Shown this once: only a hash of it is kept"),
    awaits_manager: z.boolean().describe("True when it opens nothing until another manager has confirmed it"),
  }),
  problems: [],
});

export const confirmKey = deskOperation({
  path: "/admin/api/keys/confirm",
  summary: "Confirm a key that gives money back and that another manager has made",
  ability: "keys:manage",
  input: z.strictObject({ id: Id }),
  reply: z.object({ done: z.boolean() }),
  problems: ["not_found", "second_manager_required"],
});

export const endKey = deskOperation({
  path: "/admin/api/keys/revoke",
  summary: "End an API key at once and for good",
  ability: "keys:manage",
  input: z.strictObject({ id: Id }),
  reply: z.object({ done: z.boolean() }),
  problems: ["not_found"],
});
