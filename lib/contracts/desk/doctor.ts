import { z } from "zod";
import { deskOperation } from "./operation";

export const diagnoseAtDesk = deskOperation({
  path: "/admin/api/doctor",
  summary: "Look at what the shop needs to sell; twice within half a minute answers what was found before",
  ability: "shop:check",
  input: z.strictObject({}),
  reply: z.object({ at: z.iso.datetime(), failed: z.number().int() }),
  problems: [],
});
