import { z } from "zod";
import { maxAmount } from "../money";
import { operation } from "./operation";
import { Instant, MinorUnits, OrderNumber, typed } from "./orders";
import { Payment, refundStates } from "./payments";
import { maxReason } from "./reason";
import { refundAccount } from "./refund-account";

/** Input that is the same for every gateway. */
const wish = {
  order_number: OrderNumber,
  amount: z
    .int()
    .positive()
    .max(maxAmount)
    .optional()
    .describe("In the currency's minor unit. Defaults to the full refundable amount"),
  reason: typed(maxReason).describe(
    "The reason, for the shop's and the gateway's records. The shopper does not see it",
  ),
};

export const Refund = z
  .object({
    id: z.string(),
    state: z
      .enum(refundStates)
      .describe(
        "waiting_for_approval: a second person must approve. queued: another refund of the payment goes first. asked: the gateway has not confirmed yet",
      ),
    amount: MinorUnits,
    tax_free_amount: MinorUnits.describe("The part of the amount that is for tax-free goods"),
    to_promotion: MinorUnits.describe(
      "The part of the amount that goes back to a card company's or wallet's promotion. Known once it is done",
    ),
    currency: z.string().describe("ISO 4217"),
    reason: z.string(),
    requested_by: z
      .string()
      .describe(
        "key:… for an API key, system for automatic refunds, shopper for cancellations by the shopper, gateway for refunds made in the gateway's own console",
      ),
    failure: z
      .object({
        code: z.string(),
        message: z.string().nullable().describe("The gateway's message, if it rejected the shop's request"),
      })
      .nullable(),
    created_at: Instant,
    done_at: Instant.nullable().describe("When it was completed or declined"),
  })
  .meta({ id: "Refund" });

/** Which part of a refund is for tax-free goods. */
export const RefundedTaxFree = z
  .int()
  .nonnegative()
  .max(maxAmount)
  .describe(
    "The part of the amount that is for tax-free goods. Defaults to its share of what is left, and to all of it if everything is refunded",
  );

/** What became of a refund or a void, for API keys and for staff. */
export const RefundedPayment = z
  .object({
    refund: Refund.nullable().describe(
      "Null if the payment was authorized but not captured: it was voided instead",
    ),
    payment: Payment,
  })
  .meta({ id: "RefundedPayment" });

/** Why a payment is not refunded, whoever requests it. */
export const refundRefusals = [
  "order_not_paid",
  "payment_in_review",
  "payment_disputed",
  "refund_exceeds_balance",
  "refund_window_closed",
  "partial_refund_not_possible",
  "refund_over_limit",
  "refund_over_daily_limit",
  "refund_declined",
  "idempotency_key_required",
  "idempotency_key_reused",
] as const;

const refusals = [
  ...refundRefusals,
  "unauthorized",
  "forbidden",
  "order_not_found",
  "payment_not_captured",
  "payment_not_open",
  "call_busy",
  "too_many_requests",
] as const;

export const cancelToss = operation({
  method: "POST",
  path: "/payments/toss/cancel",
  summary: "Refund an order paid through Toss Payments",
  caller: "refunds:write",
  input: z.strictObject({
    ...wish,
    tax_free_amount: RefundedTaxFree.optional(),
    refund_account: z.strictObject(refundAccount).optional().describe("Required for deposits only"),
  }),
  reply: RefundedPayment,
  status: 200,
  mayBeUnknown: true,
  problems: [...refusals, "refund_account_required", "not_configured"],
});

export const nameRefundAccount = operation({
  method: "POST",
  path: "/payments/toss/refund-account",
  summary: "Name the account for a deposit refund that is waiting for one",
  caller: "owner",
  input: z.strictObject({ order_number: OrderNumber, ...refundAccount }),
  reply: z
    .object({
      order_number: OrderNumber,
      amount: MinorUnits.describe("The amount now being refunded to that account"),
      currency: z.string().describe("ISO 4217"),
    })
    .meta({ id: "RefundAccountNamed" }),
  status: 200,
  problems: [
    "order_not_found",
    "letter_required",
    "no_account_needed",
    "not_configured",
    "idempotency_key_reused",
    "too_many_requests",
  ],
});

export const refundStripe = operation({
  method: "POST",
  path: "/payments/stripe/refund",
  summary: "Refund an order paid through Stripe",
  caller: "refunds:write",
  input: z.strictObject(wish),
  reply: RefundedPayment,
  status: 200,
  mayBeUnknown: true,
  problems: refusals,
});
