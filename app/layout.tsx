import type { Metadata, Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AccentColor } from "@/components/frame/accent-color";
import { ClientWords } from "@/i18n/client-words";
import { env } from "@/lib/settings/env";
import { iconPath, linkPreviewPath, logoPath, previewSize } from "@/lib/shop/picture-paths";
import { type Shop, shop } from "@/lib/shop/shop";
import { shopFont } from "./fonts/shop-font";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const [t, locale, business] = await Promise.all([getTranslations("meta"), getLocale(), shop()]);
  const shopName = business.shopName[locale];
  return {
    metadataBase: new URL(env().appUrl),
    title: { default: t("shop", { shopName }), template: `%s · ${shopName}` },
    description: t("description"),
    applicationName: shopName,
    icons: iconsOf(business),
    // What a messenger shows for a link: KakaoTalk, for example.
    openGraph: {
      type: "website",
      siteName: shopName,
      title: shopName,
      description: t("description"),
      locale: locale === "ko" ? "ko_KR" : "en_US",
      images: [{ url: linkPreviewPath(business, locale), ...previewSize }],
    },
    // A phone number on a receipt is the buyer's own, not one to call.
    formatDetection: { telephone: false, address: false, email: false },
  };
}

/** The shop's logo in the browser's tab; until it has one, the icon in `public/`. */
const iconsOf = ({ logo }: Shop): Metadata["icons"] =>
  logo
    ? { icon: { url: iconPath(logo), type: "image/svg+xml" }, apple: logoPath(logo) }
    : {
        icon: [
          { url: "/favicon.ico", sizes: "32x32" },
          { url: "/icon.svg", type: "image/svg+xml" },
        ],
        apple: "/apple-touch-icon.png",
      };

export const viewport: Viewport = { themeColor: "#ffffff", viewportFit: "cover" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { accent } = await shop();
  return (
    <html lang={await getLocale()} className={shopFont.variable}>
      <body>
        {accent && <AccentColor accent={accent} />}
        <ClientWords of={["header", "error"]}>{children}</ClientWords>
      </body>
    </html>
  );
}
