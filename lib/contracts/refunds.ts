import { z } from "zod";
import { maxAmount } from "../money";
import { operation } from "./operation";
import { Instant, MinorUnits, OrderNumber, typed } from "./orders";
import { Payment, refundStates } from "./payments";
import { refundAccount } from "./refund-account";

/** What is asked of every gateway alike. */
const wish = {
  order_number: OrderNumber,
  amount: z
    .int()
    .positive()
    .max(maxAmount)
    .optional()
    .describe("In the currency's minor unit; all that is left when absent"),
  reason: typed(150).describe("Why, for the shop's own books and the gateway's; the shopper is not shown it"),
};

export const Refund = z
  .object({
    id: z.string(),
    state: z
      .enum(refundStates)
      .describe(
        "waiting_for_approval: a second person must agree. queued: another refund of the payment goes first. asked: the gateway has not said yet",
      ),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    reason: z.string(),
    requested_by: z
      .string()
      .describe(
        "key:… for an API key, system for what the shop gives back by itself, shopper for what its shopper took back, gateway for what somebody gave back in the gateway's own console",
      ),
    failure: z
      .object({
        code: z.string(),
        message: z.string().nullable().describe("What the gateway said, where it refused the shop's request"),
      })
      .nullable(),
    created_at: Instant,
    done_at: Instant.nullable().describe("When it was done, or refused"),
  })
  .meta({ id: "Refund" });

const reply = z
  .object({
    refund: Refund.nullable().describe(
      "null where a bank held the money and nothing was taken yet: the payment was called off instead",
    ),
    payment: Payment,
  })
  .meta({ id: "RefundedPayment" });

const refusals = [
  "unauthorized",
  "forbidden",
  "order_not_found",
  "order_not_paid",
  "payment_disputed",
  "refund_exceeds_balance",
  "refund_over_limit",
  "refund_over_daily_limit",
  "payment_not_captured",
  "payment_not_open",
  "refund_declined",
  "call_busy",
  "idempotency_key_required",
  "idempotency_key_reused",
  "too_many_requests",
] as const;

export const cancelToss = operation({
  method: "POST",
  path: "/payments/toss/cancel",
  summary: "Give back money of an order that was paid through Toss Payments",
  caller: "refunds:write",
  input: z.strictObject({
    ...wish,
    refund_account: z
      .strictObject(refundAccount)
      .optional()
      .describe("Needed for what was deposited, and for nothing else"),
  }),
  reply,
  status: 200,
  mayBeUnknown: true,
  problems: [...refusals, "refund_account_required", "not_configured"],
});

export const nameRefundAccount = operation({
  method: "POST",
  path: "/payments/toss/refund-account",
  summary: "Say where a deposit goes back to that waits for an account",
  caller: "owner",
  input: z.strictObject({ order_number: OrderNumber, ...refundAccount }),
  reply: z
    .object({
      order_number: OrderNumber,
      amount: MinorUnits.describe("What is on its way to that account now"),
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
  summary: "Give back money of an order that was paid through Stripe",
  caller: "refunds:write",
  input: z.strictObject(wish),
  reply,
  status: 200,
  mayBeUnknown: true,
  problems: refusals,
});
