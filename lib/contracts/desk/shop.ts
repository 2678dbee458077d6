import { z } from "zod";
import { maxLogoBytes, ShopSheet } from "../shop";
import { deskOperation } from "./operation";

/** How many characters those bytes have in base64. */
const base64Of = (bytes: number) => Math.ceil(bytes / 3) * 4;

export const saveShopAtDesk = deskOperation({
  path: "/admin/api/shop/save",
  summary: "Save the shop's settings: seller, accent color, delivery fees and legal texts",
  ability: "shop:write",
  // Six texts of 20,000 Korean characters.
  maxBytes: 512 * 1024,
  input: ShopSheet.extend({ version: z.int().min(0).describe("The version that the form showed") }),
  reply: z.object({ done: z.boolean() }),
  problems: ["outdated"],
});

export const saveLogoAtDesk = deskOperation({
  path: "/admin/api/shop/logo",
  summary: "Upload the shop's logo, or remove it",
  ability: "shop:write",
  maxBytes: base64Of(maxLogoBytes) + 1024,
  input: z.strictObject({
    /** A PNG, JPEG or WebP file in base64; null to remove the logo. */
    file: z.base64().min(4).max(base64Of(maxLogoBytes)).nullable(),
  }),
  reply: z.object({ done: z.boolean() }),
  problems: [],
});
