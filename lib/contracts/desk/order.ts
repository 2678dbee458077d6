import { z } from "zod";
import { plainSigns } from "@/lib/contact/text";
import { captureRefusals } from "../captures";
import { couriers, trackingNumberPattern } from "../couriers";
import { maxLines, maxQuantity, typed } from "../orders";
import { maxReason } from "../reason";
import { deskOperation, Id } from "./operation";

/** A tracking number, kept without the spaces it was typed with. */
export const TrackingNumber = z
  .string()
  .max(60)
  .transform((text) => plainSigns(text).replaceAll(" ", ""))
  .pipe(z.string().regex(trackingNumberPattern));

const Why = typed(maxReason);
const done = { reply: z.object({ done: z.boolean() }) };

export const acceptReviewedAtDesk = deskOperation({
  ...done,
  path: "/admin/api/review/accept",
  summary: "Count money in review as paid",
  ability: "review:decide",
  input: z.strictObject({ payment: Id, why: Why }),
  problems: ["not_found", "order_changed", "order_already_paid", "out_of_stock"],
});

export const returnReviewedAtDesk = deskOperation({
  ...done,
  path: "/admin/api/review/return",
  summary: "Return money in review in full",
  ability: "review:decide",
  input: z.strictObject({ payment: Id, why: Why }),
  problems: ["not_found", "order_changed", "payment_disputed", "refund_window_closed"],
});

export const resolveNeedAtDesk = deskOperation({
  ...done,
  path: "/admin/api/needs/resolve",
  summary: "Mark an item that needed a person as done",
  ability: "review:decide",
  input: z.strictObject({ need: Id, note: Why }),
  problems: ["not_found", "outdated", "need_stands"],
});

export const askAgainAtDesk = deskOperation({
  ...done,
  path: "/admin/api/calls/ask-again",
  summary: "Check a stuck gateway request, and retry it if it had no effect",
  ability: "review:decide",
  input: z.strictObject({ call: Id }),
  problems: ["not_found", "outdated", "call_busy"],
});

export const giveUpAtDesk = deskOperation({
  ...done,
  path: "/admin/api/calls/give-up",
  summary: "Give up a stuck refund that the gateway did not make",
  ability: "review:decide",
  input: z.strictObject({ call: Id, why: Why }),
  problems: ["not_found", "outdated", "gateway_unclear"],
});

export const restockAtDesk = deskOperation({
  ...done,
  path: "/admin/api/orders/restock",
  summary: "Restock returned items",
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

export const noteAtDesk = deskOperation({
  ...done,
  path: "/admin/api/orders/note",
  summary: "Add a note to an order, for colleagues",
  ability: "orders:write",
  input: z.strictObject({ order: Id, note: typed(500) }),
  problems: ["not_found", "outdated"],
});

export const resendLetterAtDesk = deskOperation({
  ...done,
  path: "/admin/api/letters/resend",
  summary: "Send an email to the shopper again",
  ability: "orders:write",
  input: z.strictObject({ letter: Id }),
  problems: ["not_found", "outdated", "letter_not_applicable", "too_many_requests"],
});

export const shipAtDesk = deskOperation({
  ...done,
  path: "/admin/api/orders/ship",
  summary: "Mark an order as shipped, or as not shipped; may capture what is held for it",
  ability: "orders:write",
  input: z
    .strictObject({
      order: Id,
      shipped: z.boolean(),
      courier: z.enum(couriers).optional(),
      tracking_number: TrackingNumber.optional(),
    })
    .refine(({ courier, tracking_number }) => tracking_number === undefined || courier !== undefined, {
      path: ["courier"],
      error: "Required with a tracking number.",
    }),
  mayBeUnknown: true,
  problems: ["not_found", "order_not_paid", "order_refunded", "nothing_to_deliver", ...captureRefusals],
});

export const endUnpaidAtDesk = deskOperation({
  reply: z.object({ outcome: z.enum(["canceled", "canceling"]) }),
  mayBeUnknown: true,
  path: "/admin/api/orders/cancel",
  summary: "Cancel an unpaid order; its items go back on sale once no payment can arrive for it",
  ability: "orders:write",
  input: z.strictObject({ order: Id, why: Why }),
  problems: ["not_found", "outdated", "payment_in_progress", "order_already_paid", "order_in_review"],
});

export const declineCancelAtDesk = deskOperation({
  ...done,
  path: "/admin/api/cancel-requests/decline",
  summary: "Decline a shopper's cancel request, with a message to the shopper",
  ability: "orders:write",
  input: z.strictObject({ request: Id, answer: Why }),
  problems: ["not_found", "outdated"],
});
