import type { MetadataRoute } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { business } from "@/components/shop/business";

/** What a phone shows if somebody puts the shop on its home screen. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("meta")]);
  const name = business.shopName[locale];
  return {
    name,
    short_name: name,
    description: t("description"),
    lang: locale,
    start_url: "/",
    display: "browser",
    background_color: "#ffffff",
    theme_color: "#ffffff",
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/apple-touch-icon.png", sizes: "180x180", type: "image/png" },
    ],
  };
}
