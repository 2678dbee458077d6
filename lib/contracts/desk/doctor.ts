import { z } from "zod";
import { deskOperation } from "./operation";

export const diagnoseAtDesk = deskOperation({
  path: "/admin/api/doctor",
  summary: "Check the shop's setup; a repeat within half a minute returns the previous result",
  ability: "shop:check",
  input: z.strictObject({}),
  reply: z.object({ at: z.iso.datetime(), failed: z.number().int() }),
  problems: [],
});
