import { z } from "zod";
import { findBank } from "./banks";
import { typed } from "./orders";

/** Where a deposit goes back to: a card has a way back of its own. */
export const refundAccount = {
  bank: z
    .string()
    .max(20)
    .refine((name) => findBank(name) !== undefined, "A bank's code such as 20, or its name such as WOORI")
    .describe("The bank's two-digit code such as 20, or its English name such as WOORI"),
  account_number: z
    .string()
    .trim()
    .transform((text) => text.replace(/[\s-]/g, ""))
    .pipe(z.string().regex(/^\d{6,20}$/, "6 to 20 digits"))
    .describe("6 to 20 digits; hyphens are left out"),
  holder_name: typed(60).describe("Whose account it is, as the bank has it"),
};
