import type { Metadata, Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { business } from "@/components/shop/business";
import { ClientWords } from "@/i18n/client-words";
import { env } from "@/lib/settings/env";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meta");
  const shopName = business.shopName[await getLocale()];
  return {
    metadataBase: new URL(env().appUrl),
    title: { default: t("shop", { shopName }), template: `%s · ${shopName}` },
    description: t("description"),
    applicationName: shopName,
    icons: { icon: "/icon.svg" },
    // A phone number on a receipt is the buyer's own, not one to call.
    formatDetection: { telephone: false, address: false, email: false },
  };
}

export const viewport: Viewport = { themeColor: "#ffffff", viewportFit: "cover" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await getLocale()}>
      <body>
        <ClientWords of={["header", "error"]}>{children}</ClientWords>
      </body>
    </html>
  );
}
