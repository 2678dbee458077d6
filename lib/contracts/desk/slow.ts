import { z } from "zod";
import { deskOperation } from "./operation";

export const slowDownAtDesk = deskOperation({
  path: "/admin/api/slow-down",
  summary: "Have card payments taken slowly for 24 hours, or as usual again",
  ability: "cards:slow",
  input: z.strictObject({ on: z.boolean() }),
  reply: z.object({ until: z.iso.datetime().nullable() }),
  problems: [],
});
