import { z } from "zod";
import { ProductSheet } from "../products";
import { deskOperation } from "./operation";

export const saveProductAtDesk = deskOperation({
  path: "/admin/api/products/save",
  summary: "Add a product, or change the one with this SKU",
  ability: "products:write",
  input: ProductSheet.extend({
    stock_before: z
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe(
        "The stock that the form showed. What was sold since stays sold: the difference is added. Without it, the product must be new",
      ),
  }),
  reply: z.object({ done: z.boolean() }),
  problems: ["outdated", "not_found"],
});
