import type { MetadataRoute } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { iconPath } from "@/lib/shop/picture-paths";
import { shop } from "@/lib/shop/shop";

/** What a phone shows if somebody puts the shop on its home screen. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [locale, t, { shopName, logo }] = await Promise.all([getLocale(), getTranslations("meta"), shop()]);
  const name = shopName[locale];
  return {
    name,
    short_name: name,
    description: t("description"),
    lang: locale,
    start_url: "/",
    display: "browser",
    background_color: "#ffffff",
    theme_color: "#ffffff",
    icons: logo
      ? [{ src: iconPath(logo), sizes: "any", type: "image/svg+xml" }]
      : [
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
          { src: "/apple-touch-icon.png", sizes: "180x180", type: "image/png" },
        ],
  };
}
