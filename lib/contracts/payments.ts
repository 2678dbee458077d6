import { z } from "zod";
import { Arrival, Cancellation } from "./cancel-requests";
import { CashReceipt } from "./cash-receipts";
import { gatewayNames } from "./gateways";
import { captureMethods, paymentMethods } from "./methods";
import { operation } from "./operation";
import { Currency, Instant, MinorUnits, OrderNumber, orderStatuses, TaxFreeAmount } from "./orders";
import { Tax } from "./tax";

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
  "in_review",
] as const;

/** Our ID for one attempt at its gateway, in Toss's format. Source: Toss core API, `orderId`. */
export const GatewayOrderId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{6,64}$/)
  .describe("Toss's orderId, Stripe's client_reference_id. It identifies one payment attempt, not the order");

/** Where to deposit. For the shopper only: a browser that merely returned from a payment does not see it. */
export const VirtualAccount = z
  .object({
    bank: z.string().describe("The bank's two-digit code"),
    bank_name: z.string().describe("In the order's language"),
    account_number: z.string(),
    holder_name: z.string(),
    amount: MinorUnits.describe("The exact amount to deposit, in one transfer"),
    due_at: Instant.nullable().describe("When the account closes"),
    expired: z.boolean().describe("True once the account no longer accepts deposits"),
  })
  .meta({ id: "VirtualAccount" });

const refundableUntil = Instant.nullable().describe(
  "The last moment at which the gateway takes a refund. Null if it sets no limit or nothing was captured. Phone bills: the end of the payment's calendar month in Korea. Toss bank transfers and ACH debits: 180 days. Deposits: as the shop's contract says",
);
const partialRefundable = z
  .boolean()
  .describe(
    "Whether less than everything that is left can be refunded. False if nothing can be refunded, or only the whole, such as from a phone bill",
  );

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
    captured: MinorUnits.describe("The captured amount"),
    refunded: MinorUnits.describe("The refunded amount"),
    refund_pending: MinorUnits.describe("The amount reserved for refunds that are not confirmed yet"),
    tax: Tax.nullable().describe(
      "What is left after refunds by supply value, VAT and tax-free part. Null if nothing was captured, and for Stripe",
    ),
    funding: z
      .object({
        shopper: MinorUnits.describe("What the shopper paid"),
        promotion: MinorUnits.describe(
          "What a card company or wallet paid: an instant discount, coupons and points",
        ),
        shop: MinorUnits.describe("What the shop gets, before the gateway's fees"),
      })
      .nullable()
      .describe(
        "Who paid what is left after refunds, if a card company's or wallet's promotion paid a part. Null otherwise",
      ),
    refundable: MinorUnits.describe("The amount that can still be refunded; 0 after `refundable_until`"),
    refundable_until: refundableUntil,
    partial_refundable: partialRefundable,
    capture_method: z
      .enum(captureMethods)
      .describe("manual: a card is only held, until the shop captures the payment"),
    capture_before: Instant.nullable().describe(
      "For an authorized payment: when the bank releases the money unless it is captured before; null if unknown",
    ),
    live: z.boolean().describe("False for test payments"),
    winner: z.boolean().describe("True for the one payment that pays the order, or is authorized for it"),
    card: z
      .object({
        issuer: z.string(),
        number: z.string(),
        installment_months: z.int(),
        interest_free: z.boolean().describe("True if the shopper pays no interest on the installments"),
        points_used: z.boolean().describe("True if points of the card company paid a part or all of it"),
      })
      .nullable(),
    easy_pay: z
      .object({
        provider: z.string().describe("The wallet's name, in Korean"),
        amount: MinorUnits.describe("What the wallet's own balance paid; a card in the wallet paid the rest"),
        discount: MinorUnits.describe("The part paid with points and coupons"),
      })
      .nullable(),
    transfer: z.object({ bank: z.string(), bank_name: z.string() }).nullable(),
    virtual_account: VirtualAccount.nullable(),
    cash_receipts: z
      .array(CashReceipt)
      .describe("The cash receipts of a transfer or deposit, oldest first; empty if none was asked for"),
    receipt_url: z.string().nullable(),
    instructions_url: z
      .string()
      .nullable()
      .describe(
        "For payments completed later: the gateway's page with the steps that remain for the shopper",
      ),
    failure: z
      .object({
        code: z.string(),
        kind: z
          .enum(["declined", "rejected", "input", "error"])
          .describe(
            "declined: by the issuer, the bank or a limit. rejected: the gateway rejected the shop's request or account. input: the gateway rejected a value from the caller. error: it failed for another reason",
          ),
      })
      .nullable(),
    created_at: Instant,
    approved_at: Instant.nullable(),
  })
  .meta({ id: "Payment" });

/** Why no payment is started for an order, at any gateway. */
export const startRefusals = [
  "order_not_found",
  "order_already_paid",
  "order_expired",
  "order_canceled",
  "order_in_review",
  "payment_in_progress",
  "out_of_stock",
  "currency_not_supported",
  "not_configured",
  "amount_out_of_range",
  "idempotency_key_reused",
  "too_many_unpaid_items",
  "too_many_declines",
  "too_many_requests",
] as const;

/** What the gateway may answer instead of a payment. */
export const gatewayRefusals = [
  "payment_declined",
  "payment_failed",
  "payment_input_refused",
  "gateway_rejected",
] as const;

export const refundStates = [
  "waiting_for_approval",
  "waiting_for_account",
  "queued",
  "asked",
  "done",
  "failed",
] as const;

/** A refund as the shopper sees it, without the shop's internal reason. */
export const RefundInSight = z
  .object({
    payment_id: z.string(),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    state: z
      .enum(refundStates)
      .describe(
        "waiting_for_approval: shown to API keys only. waiting_for_account: the shopper must name an account. queued, asked: in progress. failed: nothing was refunded",
      ),
    to_promotion: MinorUnits.describe(
      "The part of the amount that goes back to a card company's or wallet's promotion. Known once it is done",
    ),
    asked_at: Instant,
    done_at: Instant.nullable().describe("When it was completed or declined"),
    expected: Arrival,
  })
  .meta({ id: "RefundInSight" });

export const disputeStates = ["inquiry", "open", "won", "lost"] as const;

/** A dispute, for anyone who may see the order: its state, and how much the shopper's bank has withdrawn. */
export const Disputed = z
  .object({
    payment_id: z.string(),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    state: z
      .enum(disputeStates)
      .describe(
        "inquiry: the bank only asks and has taken nothing. open: the bank holds the amount until it decides. won: the amount is back with the shop. lost: the cardholder keeps it",
      ),
  })
  .meta({ id: "Disputed" });

export const Dispute = z
  .object({
    id: z.string().describe("The gateway's dispute ID"),
    payment_id: z.string(),
    amount: MinorUnits,
    currency: z.string().describe("ISO 4217"),
    state: z
      .enum(disputeStates)
      .describe(
        "inquiry: the cardholder's bank only asks and has taken nothing. open: the bank holds the money until it decides. won: the money came back, or was never taken. lost: the cardholder keeps it",
      ),
    reason: z.string().describe("As the gateway reports it"),
    gateway_status: z.string().describe("As the gateway reports it"),
    answer_by: Instant.nullable().describe("The shop's deadline to respond, at the gateway"),
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

/** The maximum hold time of a long-polling request, in seconds. */
export const maxWaitSeconds = 25;

export const paymentStatus = operation({
  method: "GET",
  path: "/payments/status",
  summary: "Get the status of an order and its payments",
  caller: "owner",
  scope: "orders:read",
  input: z.strictObject({
    order_number: OrderNumber,
    wait: z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .refine((seconds) => seconds <= maxWaitSeconds, `Must be at most ${maxWaitSeconds}`)
      .optional()
      .describe(
        "Long polling: hold the response while the order's version is `since`, for at most this many seconds. An IP address may hold ten requests at a time. Without `wait`, the response is always immediate",
      ),
    since: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .optional()
      .describe("The last version the caller has seen"),
  }),
  reply: z
    .object({
      order: z.object({
        order_number: OrderNumber,
        order_name: z.string(),
        status: z.enum(orderStatuses),
        amount: MinorUnits.describe("The total: items and delivery, in the currency's minor unit"),
        shipping: MinorUnits.describe("The part of the amount that is for delivery"),
        tax_free_amount: TaxFreeAmount,
        currency: Currency,
        live: z.boolean(),
        version: z.int().describe("Increases with every change to the order"),
        created_at: Instant,
        expires_at: Instant,
      }),
      payments: z.array(Payment),
      captured: MinorUnits,
      refunded: MinorUnits,
      refundable: MinorUnits,
      refundable_until: refundableUntil,
      partial_refundable: partialRefundable,
      virtual_account: VirtualAccount.nullable().describe(
        "The account of the payment that paid the order or is waiting for its deposit",
      ),
      refunds: z.array(RefundInSight).describe("Completed and pending refunds, oldest first"),
      cancel: Cancellation,
      disputed: z.array(Disputed).describe("Disputes by cardholders' banks, oldest first"),
      disputes: z
        .array(Dispute)
        .optional()
        .describe("Disputes with reason and dates; for API keys, not for the shopper"),
      next: z.object({
        action: z.enum(nextActions),
        detail: z.string().describe("The same as a sentence, for developers"),
        ask_again_in_ms: z
          .int()
          .nullable()
          .describe("How long to wait before polling again; null if no change is expected"),
      }),
    })
    .meta({ id: "PaymentStatus" }),
  status: 200,
  problems: ["order_not_found", "unauthorized", "forbidden", "too_many_requests", "overloaded"],
});
