import { z } from "zod";
import { operation } from "./operation";
import { Currency, Instant, MinorUnits, OrderNumber, orderStatuses } from "./orders";

/** The states an order is stored in. Of a paid order, refunds are told by its amounts. */
const listedStatuses = [
  "open",
  "waiting_for_deposit",
  "authorized",
  "paid",
  "expired",
  "canceled",
  "in_review",
] as const;

/** How many orders one answer has at most. */
export const ordersAtOnce = 100;

export const ListedOrder = z
  .object({
    order_number: OrderNumber,
    reference: z.string().nullable().describe("The caller's own number, if it sent one"),
    order_name: z.string(),
    status: z.enum(orderStatuses),
    amount: MinorUnits,
    refunded: MinorUnits.describe("What went back, of the payment that pays the order"),
    currency: Currency,
    live: z.boolean().describe("False for test orders"),
    created_at: Instant,
    paid_at: Instant.nullable(),
    shipped_at: Instant.nullable(),
    expires_at: Instant,
  })
  .meta({ id: "ListedOrder" });

export const listOrders = operation({
  method: "GET",
  path: "/orders",
  summary: "List orders, newest first; read one of them with GET /payments/status",
  caller: "orders:read",
  input: z.strictObject({
    status: z
      .enum(listedStatuses)
      .optional()
      .describe("paid includes orders that were refunded in part or in full"),
    created_from: Instant.optional().describe("Orders created at this time or later"),
    created_before: Instant.optional().describe("Orders created before this time"),
    after: z
      .string()
      .regex(/^\d{13}\.ord_[0-9a-z]{20}$/)
      .optional()
      .describe("`next` of the previous answer"),
  }),
  reply: z.object({
    orders: z.array(ListedOrder).describe(`Up to ${ordersAtOnce}`),
    next: z.string().nullable().describe("Where to continue; null after the last order"),
  }),
  status: 200,
  problems: ["unauthorized", "forbidden", "too_many_requests"],
});
