import { z } from "zod";
import { isPlain, notPlain } from "../contact/text";
import { maxAmount } from "../money";
import { accentFits } from "./accent";
import { typed } from "./orders";

/** How long a legal text may be, in characters. */
export const longestText = 20_000;

/** How large a logo may be, in bytes. */
export const maxLogoBytes = 100 * 1024;

const Fee = z.int().min(0).max(maxAmount).describe("In minor units");
/** A text of several lines. Of control characters only line breaks and tabs are allowed. */
const Text = z
  .string()
  .max(longestText)
  .overwrite((text) => text.replaceAll("\r\n", "\n").trim())
  .refine((text) => isPlain(text.replace(/[\n\t]/g, " ")), notPlain);

/** What a manager says about the shop at the desk. Texts in both languages end in `_ko` and `_en`. */
export const ShopSheet = z.strictObject({
  shop_name_ko: typed(40),
  shop_name_en: typed(40),
  company_name_ko: typed(60),
  company_name_en: typed(60),
  representative_ko: typed(40),
  representative_en: typed(40),
  registration_number: z
    .string()
    .regex(/^\d{3}-\d{2}-\d{5}$/, "Must be a business registration number such as 120-81-47521"),
  mail_order_number_ko: typed(60),
  mail_order_number_en: typed(60),
  address_ko: typed(200),
  address_en: typed(200),
  hosting_ko: typed(60),
  hosting_en: typed(60),
  phone: z.string().regex(/^\+?\d[\d -]{6,18}\d$/, "Must be a phone number such as 02-123-4567"),
  email: z.email().max(100),
  hours_ko: typed(60),
  hours_en: typed(60),
  privacy_officer_ko: typed(60),
  privacy_officer_en: typed(60),
  carrier_ko: typed(40),
  carrier_en: typed(40),
  dispatch_days: z.int().min(1).max(60).describe("Business days from payment to dispatch, at most"),
  return_fee: Fee,
  effective_from: z.iso.date().describe("The day from which the legal texts apply"),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, "Must be a color such as #0b5f4b")
    .refine(accentFits, "Must be darker: text in this color, and white text on it, must be readable")
    .nullable()
    .describe("The color of buttons and links; null for the one that comes with the shop"),
  fee_krw: Fee,
  free_from_krw: Fee,
  island_fee_krw: Fee,
  fee_usd: Fee,
  free_from_usd: Fee,
  island_fee_usd: Fee,
  terms_ko: Text.describe("Empty for the sample text, like all legal texts"),
  terms_en: Text,
  privacy_ko: Text,
  privacy_en: Text,
  refunds_ko: Text,
  refunds_en: Text,
});
export type ShopSheet = z.output<typeof ShopSheet>;

export const legalPages = ["terms", "privacy", "refunds"] as const;
export type LegalPage = (typeof legalPages)[number];
