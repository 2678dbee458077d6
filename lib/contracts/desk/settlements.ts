import { z } from "zod";
import { deskOperation } from "./operation";

/** A month in Seoul, such as 2026-11. */
export const Month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "Use a month such as 2026-11");

export const SettlementFilter = z.object({ month: Month.optional() });

export const readSettlementsAgain = deskOperation({
  path: "/admin/api/settlements/read",
  summary: "Read the gateways' settlements again from the beginning of a month",
  ability: "settlements:pull",
  input: z.strictObject({ month: Month }),
  /** How many of the gateways' lists go back. */
  reply: z.object({ lists: z.int() }),
  problems: [],
});
