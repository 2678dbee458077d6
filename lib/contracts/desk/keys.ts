import { z } from "zod";
import { typed } from "../orders";
import { apiScopes } from "../scopes";
import { deskOperation, Id } from "./operation";

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
  }),
  reply: z.object({ id: z.string(), key: z.string().describe("Shown this once: only a hash of it is kept") }),
  problems: [],
});

export const endKey = deskOperation({
  path: "/admin/api/keys/revoke",
  summary: "End an API key at once and for good",
  ability: "keys:manage",
  input: z.strictObject({ id: Id }),
  reply: z.object({ done: z.boolean() }),
  problems: ["not_found"],
});
