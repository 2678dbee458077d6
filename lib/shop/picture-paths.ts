import { createHash } from "node:crypto";
import type { Locale } from "../money";
import type { Logo, Shop } from "./shop";

// The addresses of the shop's pictures. They change with the picture, so browsers may keep what they have.

export const logoPath = ({ id }: Pick<Logo, "id">) => `/logo?id=${id}`;
export const iconPath = ({ id }: Pick<Logo, "id">) => `/shop-icon?id=${id}`;

/** The size of a link preview that messengers ask for, in pixels. */
export const previewSize = { width: 1200, height: 630 };

/** What messengers show for a link to the shop. */
export const linkPreviewPath = (shop: Shop, locale: Locale) =>
  `/link-preview?locale=${locale}&id=${linkPreviewId(shop, locale)}`;

/** Changes with everything that the link preview shows. */
export const linkPreviewId = ({ shopName, accent, logo }: Shop, locale: Locale) =>
  createHash("sha256")
    .update(JSON.stringify([shopName[locale], accent, logo?.id ?? null]))
    .digest("hex")
    .slice(0, 16);
