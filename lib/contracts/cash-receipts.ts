import { z } from "zod";
import { takesReceipt } from "../contact/receipt-number";

/** income_deduction: for a consumer's tax return. expense_proof: for a business. */
export const cashReceiptTypes = ["income_deduction", "expense_proof"] as const;
export type CashReceiptType = (typeof cashReceiptTypes)[number];

/** in_progress: reported to the tax office, which confirms within days. */
export const cashReceiptStates = ["in_progress", "completed", "failed"] as const;
export type CashReceiptState = (typeof cashReceiptStates)[number];

/** A cash receipt, or the cancellation of one, as a gateway reports it: without the number it was issued to. */
export type ReportedCashReceipt = {
  /** The gateway's ID of it. */
  key: string;
  kind: "issued" | "canceled";
  type: CashReceiptType;
  /** In won. */
  amount: number;
  taxFree: number;
  state: CashReceiptState;
  /** Why the tax office refused it. */
  code: string | null;
  url: string | null;
  /** ISO 8601. */
  requestedAt: string | null;
  /** Set if the shop issued it apart from the payment. The gateway then reports it only in its list of the day. */
  apart?: true | undefined;
};

/** A cash receipt of a payment, or the cancellation of one. */
export const CashReceipt = z
  .object({
    kind: z.enum(["issued", "canceled"]).describe("canceled: for a refund"),
    type: z.enum(cashReceiptTypes),
    amount: z.int().nonnegative().describe("In won"),
    tax_free_amount: z.int().nonnegative().describe("The part of the amount for tax-free goods, in won"),
    state: z
      .enum(cashReceiptStates)
      .describe("in_progress: reported to the tax office. failed: the tax office refused it"),
    url: z.string().nullable().describe("The receipt's page"),
    requested_at: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: "CashReceipt" });

/** What a cash receipt is issued for, and to whom. */
export const receiptFields = {
  type: z.enum(cashReceiptTypes),
  registration_number: z
    .string()
    .regex(/^\d{10,19}$/, "Must be 10 to 19 digits")
    .describe(
      "For income_deduction a Korean mobile number, for expense_proof a business number, for both a cash receipt card of 13 to 19 digits. It is erased once the gateway has answered",
    ),
};

type ReceiptFields = { type: CashReceiptType; registration_number: string };

/** Whether the number fits the type. */
export const takesNumber = ({ type, registration_number }: ReceiptFields) =>
  takesReceipt(type, registration_number);

export const wrongNumber = {
  message: "Must be a mobile, business or cash receipt card number that fits the type",
  path: ["registration_number"],
};
