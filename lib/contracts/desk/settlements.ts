import { z } from "zod";
import { OrderNumber } from "../orders";
import { Month } from "../settlement-list";
import { deskOperation } from "./operation";

export const SettlementFilter = z.object({ month: Month.optional() });

/** Why a month cannot be closed: it is not over, not all of it was read, or its remainder is not 0. */
export type WhyNotClosed = "not_over" | "unread" | "remainder";

export const closeMonthAtDesk = deskOperation({
  path: "/admin/api/settlements/close",
  summary: "Close a month: keep its figures as they are now",
  ability: "months:close",
  input: z.strictObject({ month: Month }),
  reply: z.object({ closed_at: z.iso.datetime() }),
  problems: ["month_not_closable"],
});

export const lookAtDesk = deskOperation({
  path: "/admin/api/payments/look",
  summary: "Ask the gateway about an order's payments, and record what it says",
  ability: "settlements:pull",
  input: z.strictObject({ order_number: OrderNumber }),
  /** Whether the gateway answered about all of them. */
  reply: z.object({ answered: z.boolean() }),
  problems: ["not_found"],
});

export const readSettlementsAgain = deskOperation({
  path: "/admin/api/settlements/read",
  summary: "Read the gateways' settlements again from the beginning of a month",
  ability: "settlements:pull",
  input: z.strictObject({ month: Month }),
  /** How many of the gateways' lists go back. */
  reply: z.object({ lists: z.int() }),
  problems: [],
});
