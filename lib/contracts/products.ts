import { z } from "zod";
import { maxAmount } from "../money";
import { typed } from "./orders";
import { taxClasses } from "./tax";

/** How many products a shop may have. */
export const productsAtMost = 5_000;

const Price = z.int().min(0).max(maxAmount).describe("In minor units");

/** A product as staff enter it, at the desk or in a file. */
export const ProductSheet = z.strictObject({
  sku: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/, "Use 2 to 32 capital letters, digits and hyphens, such as TEE-COOL")
    .describe("The product's name for programs. It never changes"),
  slug: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use small letters, digits and hyphens, such as cool-t-shirt")
    .describe("The end of its page's address"),
  name_ko: typed(100),
  name_en: typed(100),
  description_ko: typed(1_000),
  description_en: typed(1_000),
  price_krw: Price,
  price_usd: Price,
  tax_class: z.enum(taxClasses),
  stock: z.int().min(0).max(1_000_000).describe("How many are for sale"),
  image: z
    .string()
    .max(200)
    .regex(
      /^\/[\w-][\w./-]*\.(svg|png|jpg|jpeg|webp|avif)$/,
      "Use a path such as /products/cool-t-shirt.webp",
    )
    .refine((path) => !path.includes(".."), "Use a path without ..")
    .describe("The path of its square picture in the folder public/"),
  position: z.int().min(0).max(1_000_000).describe("Its place on the shelf, lowest first"),
  active: z.boolean().describe("False: it is on no page, and nobody can order it"),
});
export type ProductSheet = z.output<typeof ProductSheet>;
