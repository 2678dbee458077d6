import { z } from "zod";
import { findBank } from "./banks";
import { typed } from "./orders";

/** A Korean bank, as the API takes it. */
export const BankName = z
  .string()
  .max(20)
  .refine(
    (name) => findBank(name) !== undefined,
    "Must be a bank code such as 20, or a bank name such as WOORI",
  )
  .describe("The bank's two-digit code such as 20, or its English name such as WOORI");

/** The account to which a deposit is refunded. Card refunds need none. */
export const refundAccount = {
  bank: BankName,
  account_number: z
    .string()
    .trim()
    .transform((text) => text.replace(/[\s-]/g, ""))
    .pipe(z.string().regex(/^\d{6,20}$/, "Must be 6 to 20 digits"))
    .describe("6 to 20 digits; hyphens are ignored"),
  holder_name: typed(60).describe("The account holder's name, as the bank has it"),
};
