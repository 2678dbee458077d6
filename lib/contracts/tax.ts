import { z } from "zod";

/** taxable: the price includes 10% VAT. tax_free: it has none, as with unprocessed food and books. */
export const taxClasses = ["taxable", "tax_free"] as const;
export type TaxClass = (typeof taxClasses)[number];

export const TaxClass = z
  .enum(taxClasses)
  .describe("taxable: the price in won includes 10% VAT. tax_free: no VAT, as for books");

/** A Korean payment by its parts, after refunds. */
export const Tax = z
  .object({
    supply: z.int().nonnegative().describe("The supply value of taxable goods, without VAT"),
    vat: z.int().nonnegative().describe("An eleventh of the taxable amount, rounded to the nearest won"),
    tax_free: z.int().nonnegative().describe("What was paid for tax-free goods"),
  })
  .describe("In won; the parts add up to what is left after refunds")
  .meta({ id: "Tax" });
