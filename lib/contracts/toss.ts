import { z } from "zod";
import { maxAmount } from "../money";
import { receiptFields, takesNumber, wrongNumber } from "./cash-receipts";
import { cardCompanies } from "./installments";
import { defaultValidHours, maxValidHours, paymentMethods } from "./methods";
import { operation } from "./operation";
import { Currency, Instant, OrderNumber, TaxFreeAmount, typed } from "./orders";
import { GatewayOrderId, gatewayRefusals, Payment, startRefusals } from "./payments";
import { RedirectUrl } from "./redirect";
import { BankName } from "./refund-account";

const Amount = z
  .int()
  .positive()
  .max(maxAmount)
  .describe("The order's amount in the currency's minor unit: 58990 is ₩58,990");

/** A payment key is defined by the gateway; it is only compared and passed on. */
const PaymentKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, "Must be 1 to 200 printable characters")
  .describe("The gateway's key for the payment, from its redirect");

export const readyToss = operation({
  method: "POST",
  path: "/payments/toss/ready",
  summary: "Prepare a payment for an order through Toss Payments",
  caller: "owner",
  input: z.strictObject({
    order_number: OrderNumber,
    amount: Amount,
    order_name: typed(100).describe("A short description of the items"),
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
            .describe("widget: render the payment widget. api: open the payment window for a method"),
          client_key: z.string(),
          customer_key: z.string(),
          order_id: GatewayOrderId,
          order_name: z.string(),
          amount: z.object({ value: z.int(), currency: Currency }),
          tax_free_amount: TaxFreeAmount,
          card: z
            .object({
              free_installment_plans: z
                .array(z.object({ company: z.enum(cardCompanies), months: z.array(z.int()) }))
                .describe(
                  "The installments whose interest the shop pays, by Toss's code of the card company",
                ),
              use_card_point: z.literal(true).optional(),
            })
            .nullable()
            .describe(
              "The card options of the payment window; null for other methods, the widget, and if there are none",
            ),
          success_url: z.string(),
          fail_url: z.string(),
          customer_name: z.string(),
          customer_email: z.string().nullable().describe("Null if Toss would reject it"),
          customer_phone: z.string().nullable().describe("A Korean mobile number; null for any other"),
        })
        .describe("Pass these values to the browser SDK unchanged"),
    })
    .meta({ id: "TossReady" }),
  status: 201,
  problems: [...startRefusals, "amount_mismatch", "redirect_not_allowed"],
});

export const issueVirtualAccount = operation({
  method: "POST",
  path: "/payments/toss/virtual-account",
  summary: "Open a virtual account to pay an order by deposit",
  caller: "owner",
  input: z
    .strictObject({
      order_number: OrderNumber,
      bank: BankName,
      customer_name: typed(60).describe("The depositor's name"),
      due_date: Instant.optional().describe(
        "When the account closes: at most 72 hours from now, unless the shop allows more",
      ),
      valid_hours: z
        .int()
        .min(1)
        .max(maxValidHours)
        .optional()
        .describe(`The same in hours. Defaults to ${defaultValidHours} if neither is given`),
      cash_receipt: z
        .strictObject(receiptFields)
        .refine(takesNumber, wrongNumber)
        .optional()
        .describe("Toss issues the cash receipt when the deposit arrives, and cancels it with refunds"),
    })
    .refine((input) => input.due_date === undefined || input.valid_hours === undefined, {
      message: "Send either due_date or valid_hours, not both",
      path: ["valid_hours"],
    }),
  reply: Payment,
  status: 201,
  mayBeUnknown: true,
  problems: [...startRefusals, ...gatewayRefusals],
});

export const confirmToss = operation({
  method: "POST",
  path: "/payments/toss/confirm",
  summary: "Authorize a payment that the shopper has authenticated",
  caller: "owner",
  input: z.union([
    z.strictObject({ payment_key: PaymentKey, order_number: OrderNumber, amount: Amount }),
    z.strictObject({ paymentKey: PaymentKey, orderId: GatewayOrderId, amount: Amount }),
  ]),
  reply: Payment,
  status: 200,
  mayBeUnknown: true,
  problems: [
    ...gatewayRefusals,
    "order_not_found",
    "amount_mismatch",
    "payment_in_progress",
    "payment_expired",
    "payment_in_review",
    "payment_not_open",
    "payment_not_authenticated",
    "out_of_stock",
    "order_already_paid",
    "order_expired",
    "order_canceled",
    "order_in_review",
    "too_many_requests",
  ],
});

/** The query Toss adds to the success URL. A redirect may have more parameters than these. */
export const TossReturn = z.object({
  paymentKey: PaymentKey,
  orderId: GatewayOrderId,
  amount: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
});

/** The query Toss adds to the fail URL; `orderId` is missing if the shopper cancels. */
export const TossFailure = z.object({
  orderId: GatewayOrderId,
  code: z
    .string()
    .regex(/^[A-Z0-9_]{1,80}$/)
    .catch("UNKNOWN"),
});
