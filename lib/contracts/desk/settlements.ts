import { z } from "zod";
import { OrderNumber, typed } from "../orders";
import { maxReason } from "../reason";
import { Month } from "../settlement-list";
import { deskOperation } from "./operation";

/** A day in Seoul, such as 2026-11-21. */
const Day = z.iso.date().regex(/^20/, "Use a day such as 2026-11-21");

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

export const acceptDifferenceAtDesk = deskOperation({
  path: "/admin/api/settlements/accept",
  summary: "Accept a difference: a fee that differs is posted as settled; for all others only a note is kept",
  ability: "differences:accept",
  input: z.strictObject({
    month: Month,
    difference: z.string().regex(/^[\w-]{22}$/, "Must be the key of a difference"),
    note: typed(maxReason),
  }),
  /** What was posted as a fee, in minor units of `currency`; 0 if nothing was. */
  reply: z.object({ posted: z.int(), currency: z.string() }),
  problems: ["not_found", "outdated"],
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
  summary: "Read the gateways' settlements again, starting on a given day",
  ability: "settlements:pull",
  input: z.strictObject({ from: Day }),
  /** How many of the gateways' lists go back. */
  reply: z.object({ lists: z.int() }),
  problems: [],
});
