import { z } from "zod";
import { maxAmount } from "../money";
import { findBank } from "./banks";
import { defaultValidHours, maxValidHours, paymentMethods } from "./methods";
import { operation } from "./operation";
import {
  Currency,
  Instant,
  isPlain,
  MinorUnits,
  notPlain,
  OrderNumber,
  orderStatuses,
  typed,
} from "./orders";

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

const Amount = z
  .int()
  .positive()
  .max(maxAmount)
  .describe("What the order costs, in the currency's minor unit: 58990 is ₩58,990");
const RedirectUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine(isPlain, notPlain)
  .describe("On the shop's own origin, or on one that the shop allows");

/** A payment key is the gateway's word; it is only ever compared and passed on. */
const PaymentKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, "1 to 200 printable characters")
  .describe("The gateway's key of the payment, from its redirect");
/** Toss's order id names one attempt. Source: Toss core API, `orderId`. */
const GatewayOrderId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{6,64}$/)
  .describe("Toss's orderId: it names one attempt to pay, not the order");

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
    gateway: z.enum(["toss"]),
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
    failure: z.object({ code: z.string() }).nullable(),
    created_at: Instant,
    approved_at: Instant.nullable(),
  })
  .meta({ id: "Payment" });

export const readyToss = operation({
  method: "POST",
  path: "/payments/toss/ready",
  summary: "Prepare an attempt to pay an order through Toss Payments",
  caller: "owner",
  input: z.strictObject({
    order_number: OrderNumber,
    amount: Amount,
    order_name: typed(100).describe("What is bought, in a few words"),
    method: z.enum(paymentMethods),
    success_url: RedirectUrl,
    fail_url: RedirectUrl,
  }),
  reply: z
    .object({
      payment: Payment,
      expires_at: Instant,
      toss: z
        .object({
          sdk_url: z.string(),
          keys: z
            .enum(["widget", "api"])
            .describe("widget: draw the order sheet's widget. api: open the payment window by method"),
          client_key: z.string(),
          customer_key: z.string(),
          order_id: GatewayOrderId,
          order_name: z.string(),
          amount: z.object({ value: z.int(), currency: Currency }),
          success_url: z.string(),
          fail_url: z.string(),
          customer_name: z.string(),
          customer_email: z.string(),
          customer_phone: z.string(),
        })
        .describe("What the browser's SDK is given, as it is"),
    })
    .meta({ id: "TossReady" }),
  status: 201,
  problems: [
    "order_not_found",
    "amount_mismatch",
    "order_already_paid",
    "order_expired",
    "order_canceled",
    "order_held",
    "payment_in_progress",
    "out_of_stock",
    "currency_not_supported",
    "redirect_not_allowed",
    "not_configured",
    "amount_out_of_range",
    "idempotency_key_reused",
    "too_many_declines",
    "too_many_requests",
  ],
});

export const issueVirtualAccount = operation({
  method: "POST",
  path: "/payments/toss/virtual-account",
  summary: "Open a virtual account for an order to be paid into",
  caller: "owner",
  input: z
    .strictObject({
      order_number: OrderNumber,
      bank: z
        .string()
        .max(20)
        .refine((name) => findBank(name) !== undefined, "A bank's code such as 20, or its name such as WOORI")
        .describe("The bank's two-digit code such as 20, or its English name such as WOORI"),
      customer_name: typed(60).describe("Who deposits"),
      due_date: Instant.optional().describe("When the account closes, 90 days from now at most"),
      valid_hours: z
        .int()
        .min(1)
        .max(maxValidHours)
        .optional()
        .describe(`The same in hours; ${defaultValidHours} when neither is given`),
      cash_receipt: z
        .strictObject({
          type: z.enum(["income_deduction", "expense_proof"]),
          registration_number: z
            .string()
            .regex(/^\d{8,30}$/, "8 to 30 digits")
            .describe("A phone or business number; it is erased once the account is open"),
        })
        .optional(),
    })
    .refine((input) => input.due_date === undefined || input.valid_hours === undefined, {
      message: "Either due_date or valid_hours",
      path: ["valid_hours"],
    }),
  reply: Payment,
  status: 201,
  mayBeUnknown: true,
  problems: [
    "order_not_found",
    "payment_declined",
    "order_already_paid",
    "order_expired",
    "order_canceled",
    "order_held",
    "payment_in_progress",
    "out_of_stock",
    "currency_not_supported",
    "not_configured",
    "amount_out_of_range",
    "idempotency_key_reused",
    "too_many_declines",
    "too_many_requests",
  ],
});

export const confirmToss = operation({
  method: "POST",
  path: "/payments/toss/confirm",
  summary: "Authorise what the shopper has authenticated",
  caller: "owner",
  input: z.union([
    z.strictObject({ payment_key: PaymentKey, order_number: OrderNumber, amount: Amount }),
    z.strictObject({ paymentKey: PaymentKey, orderId: GatewayOrderId, amount: Amount }),
  ]),
  reply: Payment,
  status: 200,
  mayBeUnknown: true,
  problems: [
    "order_not_found",
    "amount_mismatch",
    "payment_declined",
    "payment_in_progress",
    "payment_expired",
    "payment_held",
    "payment_not_open",
    "payment_not_authenticated",
    "out_of_stock",
    "order_already_paid",
    "order_expired",
    "order_canceled",
    "order_held",
    "too_many_requests",
  ],
});

/** The query Toss adds to the success URL. A redirect may carry more than we know. */
export const TossReturn = z.object({
  paymentKey: PaymentKey,
  orderId: GatewayOrderId,
  amount: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
});

/** The query Toss adds to the fail URL; it leaves `orderId` out when the shopper cancels. */
export const TossFailure = z.object({
  order_number: OrderNumber.optional(),
  orderId: GatewayOrderId.optional(),
  code: z
    .string()
    .regex(/^[A-Z0-9_]{1,80}$/)
    .catch("UNKNOWN"),
});

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
  input: z.strictObject({
    order_number: OrderNumber,
    wait: z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .refine((seconds) => seconds <= maxWaitSeconds, `At most ${maxWaitSeconds}`)
      .optional()
      .describe("Hold the answer until the order's version is no longer `since`, so many seconds at most"),
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
  problems: ["order_not_found"],
});
