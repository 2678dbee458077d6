import { z } from "zod";
import { Arrival, Cancellation } from "./cancel-requests";
import { gatewayNames } from "./gateways";
import { paymentMethods } from "./methods";
import { operation } from "./operation";
import { Currency, Instant, MinorUnits, OrderNumber, orderStatuses } from "./orders";

export const paymentStatuses = [
  "ready",
  "confirming",
  "requires_action",
  "authorized",
  "waiting_for_deposit",
  "paid",
  "partially_refunded",
  "refunded",
  "failed",
  "canceled",
  "expired",
  "held",
] as const;

/** Our name for one attempt at its gateway. Its shape is Toss's. Source: Toss core API, `orderId`. */
export const GatewayOrderId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{6,64}$/)
  .describe("Toss's orderId, Stripe's client_reference_id: it names one attempt to pay, not the order");

/** Where to deposit. It is the shopper's to know, so a browser that only brought a payment back does not see it. */
export const VirtualAccount = z
  .object({
    bank: z.string().describe("The bank's two-digit code"),
    bank_name: z.string().describe("In the order's language"),
    account_number: z.string(),
    holder_name: z.string(),
    amount: MinorUnits.describe("The exact sum to deposit, at once"),
    due_at: Instant.nullable().describe("When the account closes"),
    expired: z.boolean().describe("True once nothing can be deposited any more"),
  })
  .meta({ id: "VirtualAccount" });

export const Payment = z
  .object({
    id: z.string(),
    order_number: OrderNumber,
    gateway: z.enum(gatewayNames),
    gateway_order_id: GatewayOrderId,
    method: z.enum(paymentMethods),
    status: z.enum(paymentStatuses),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    captured: MinorUnits.describe("What was taken"),
    refunded: MinorUnits.describe("What was given back"),
    refund_pending: MinorUnits.describe("What is set aside for refunds that are not known to be done"),
    refundable: MinorUnits.describe("What can still be given back"),
    live: z.boolean().describe("False for play money"),
    winner: z.boolean().describe("True for the one payment that pays the order"),
    card: z.object({ issuer: z.string(), number: z.string(), installment_months: z.int() }).nullable(),
    easy_pay: z
      .object({
        provider: z.string().describe("The wallet's name, in Korean"),
        amount: MinorUnits.describe("What it paid of its own money; a card inside it paid the rest"),
        discount: MinorUnits.describe("What its points and coupons paid"),
      })
      .nullable(),
    transfer: z.object({ bank: z.string(), bank_name: z.string() }).nullable(),
    virtual_account: VirtualAccount.nullable(),
    receipt_url: z.string().nullable(),
    instructions_url: z
      .string()
      .nullable()
      .describe("Where money is to come later: the gateway's page with what the shopper still has to do"),
    failure: z
      .object({
        code: z.string(),
        kind: z
          .enum(["declined", "rejected", "input", "error"])
          .describe(
            "declined: by the issuer, the bank or a limit. rejected: the gateway refused the shop's request or account. input: it refused what the caller named. error: it came to nothing for another reason",
          ),
      })
      .nullable(),
    created_at: Instant,
    approved_at: Instant.nullable(),
  })
  .meta({ id: "Payment" });

export const refundStates = [
  "waiting_for_approval",
  "waiting_for_account",
  "queued",
  "asked",
  "done",
  "failed",
] as const;

/** A refund as the shopper sees it: the shop's reason for it is the shop's own. */
export const RefundInSight = z
  .object({
    payment_id: z.string(),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    state: z
      .enum(refundStates)
      .describe(
        "waiting_for_approval: told to API keys alone. waiting_for_account: its owner must name one. queued, asked: on its way. failed: nothing was given back",
      ),
    asked_at: Instant,
    done_at: Instant.nullable().describe("When it was done, or refused"),
    expected: Arrival,
  })
  .meta({ id: "RefundInSight" });

export const disputeStates = ["inquiry", "open", "won", "lost"] as const;

/** What is told of a dispute to whoever may see the order: the shopper's own bank, and what it has. */
export const Disputed = z
  .object({
    payment_id: z.string(),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    state: z
      .enum(disputeStates)
      .describe(
        "inquiry: the bank only asks, and has taken nothing. open: it has the amount until it decides. won: the shop has it back. lost: it stays with the cardholder",
      ),
  })
  .meta({ id: "Disputed" });

export const Dispute = z
  .object({
    id: z.string().describe("The gateway's own"),
    payment_id: z.string(),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    state: z
      .enum(disputeStates)
      .describe(
        "inquiry: the cardholder's bank only asks, and has taken nothing. open: it has the money until it decides. won: it came back, or was never taken. lost: it stays with the cardholder",
      ),
    reason: z.string().describe("In the gateway's words"),
    gateway_status: z.string().describe("In the gateway's words"),
    answer_by: Instant.nullable().describe("Until when the shop may answer, at the gateway"),
    opened_at: Instant,
    closed_at: Instant.nullable(),
  })
  .meta({ id: "Dispute" });

export const nextActions = [
  "pay",
  "wait",
  "deposit",
  "none",
  "name_account",
  "contact_shop",
  "order_again",
] as const;

/** How long a question for news may be held, in seconds. */
export const maxWaitSeconds = 25;

export const paymentStatus = operation({
  method: "GET",
  path: "/payments/status",
  summary: "What is so with an order and its payments",
  caller: "owner",
  scope: "orders:read",
  input: z.strictObject({
    order_number: OrderNumber,
    wait: z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .refine((seconds) => seconds <= maxWaitSeconds, `At most ${maxWaitSeconds}`)
      .optional()
      .describe(
        "Hold the answer until the order's version is no longer `since`, so many seconds at most. Ten are held for one address; without `wait` the answer comes at once, and always",
      ),
    since: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .optional()
      .describe("The version the caller knows"),
  }),
  reply: z
    .object({
      order: z.object({
        order_number: OrderNumber,
        order_name: z.string(),
        status: z.enum(orderStatuses),
        amount: MinorUnits,
        currency: Currency,
        live: z.boolean(),
        version: z.int().describe("Rises with every change of the order"),
        created_at: Instant,
        expires_at: Instant,
      }),
      payments: z.array(Payment),
      captured: MinorUnits,
      refunded: MinorUnits,
      refundable: MinorUnits,
      virtual_account: VirtualAccount.nullable().describe(
        "The account of the payment that pays the order, or that waits to",
      ),
      refunds: z.array(RefundInSight).describe("What was given back or is on its way, oldest first"),
      cancel: Cancellation,
      disputed: z
        .array(Disputed)
        .describe("What cardholders' banks ask about, hold or gave back, oldest first"),
      disputes: z
        .array(Dispute)
        .optional()
        .describe("The same with reason and dates; told to API keys, not to the shopper"),
      next: z.object({
        action: z.enum(nextActions),
        detail: z.string().describe("The same in a sentence, for developers"),
        ask_again_in_ms: z
          .int()
          .nullable()
          .describe("When it is worth asking again; null when nothing is expected to change"),
      }),
    })
    .meta({ id: "PaymentStatus" }),
  status: 200,
  problems: ["order_not_found", "unauthorized", "forbidden", "too_many_requests", "overloaded"],
});
