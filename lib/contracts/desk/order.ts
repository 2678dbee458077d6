import { z } from "zod";
import { maxLines, maxQuantity, typed } from "../orders";
import { deskOperation, Id } from "./operation";

const Why = typed(300);
const done = { reply: z.object({ done: z.boolean() }) };

export const acceptHeldAtDesk = deskOperation({
  ...done,
  path: "/admin/api/held/accept",
  summary: "Count held money as paid",
  ability: "held:decide",
  input: z.strictObject({ payment: Id, why: Why }),
  problems: ["not_found", "order_changed", "order_already_paid", "out_of_stock"],
});

export const returnHeldAtDesk = deskOperation({
  ...done,
  path: "/admin/api/held/return",
  summary: "Give all of held money back",
  ability: "held:decide",
  input: z.strictObject({ payment: Id, why: Why }),
  problems: ["not_found", "order_changed", "payment_disputed"],
});

export const settleNeedAtDesk = deskOperation({
  ...done,
  path: "/admin/api/needs/settle",
  summary: "Say that what needed a person is done",
  ability: "held:decide",
  input: z.strictObject({ need: Id, note: Why }),
  problems: ["not_found", "outdated", "need_stands"],
});

export const askAgainAtDesk = deskOperation({
  ...done,
  path: "/admin/api/calls/ask-again",
  summary: "Have a call looked into that is stuck, and asked again if nothing came of it",
  ability: "held:decide",
  input: z.strictObject({ call: Id }),
  problems: ["not_found", "outdated", "call_busy"],
});

export const giveUpAtDesk = deskOperation({
  ...done,
  path: "/admin/api/calls/give-up",
  summary: "End a stuck refund that its gateway has not done",
  ability: "held:decide",
  input: z.strictObject({ call: Id, why: Why }),
  problems: ["not_found", "outdated", "gateway_unclear"],
});

export const restockAtDesk = deskOperation({
  ...done,
  path: "/admin/api/orders/restock",
  summary: "Put goods that came back on the shelf",
  ability: "orders:write",
  input: z.strictObject({
    order: Id,
    lines: z
      .array(z.strictObject({ sku: Id, quantity: z.int().min(1).max(maxQuantity) }))
      .min(1)
      .max(maxLines),
  }),
  problems: [
    "not_found",
    "order_not_paid",
    "restock_exceeds",
    "idempotency_key_required",
    "idempotency_key_reused",
  ],
});

export const shipAtDesk = deskOperation({
  ...done,
  path: "/admin/api/orders/ship",
  summary: "Say that an order was sent off, or that it was not after all",
  ability: "orders:write",
  input: z.strictObject({ order: Id, shipped: z.boolean() }),
  problems: ["not_found", "order_not_paid", "order_refunded"],
});

export const endUnpaidAtDesk = deskOperation({
  ...done,
  path: "/admin/api/orders/cancel",
  summary:
    "End an order that nobody has paid; its goods are for sale again once nothing can take money for it",
  ability: "orders:write",
  input: z.strictObject({ order: Id, why: Why }),
  problems: ["not_found", "outdated", "payment_in_progress", "order_already_paid", "order_held"],
});

export const declineCancelAtDesk = deskOperation({
  ...done,
  path: "/admin/api/cancel-requests/decline",
  summary: "Decline a shopper's request to cancel, with a word that they read",
  ability: "orders:write",
  input: z.strictObject({ request: Id, answer: Why }),
  problems: ["not_found", "outdated"],
});
