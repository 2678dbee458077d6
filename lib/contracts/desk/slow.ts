import { z } from "zod";
import { deskOperation } from "./operation";

export const slowDownAtDesk = deskOperation({
  path: "/admin/api/slow-down",
  summary: "Rate-limit card payments for 24 hours, or lift the limit",
  ability: "cards:slow",
  input: z.strictObject({ on: z.boolean() }),
  reply: z.object({ until: z.iso.datetime().nullable() }),
  problems: [],
});
