import { z } from "zod";
import { Month } from "../settlement-list";
import { deskOperation } from "./operation";

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
