import { z } from "zod";

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
