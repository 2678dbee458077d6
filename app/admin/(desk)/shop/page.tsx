import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Section } from "@/components/desk/section";
import { LogoForm } from "@/components/desk/shop/logo-form";
import { ShopForm } from "@/components/desk/shop/shop-form";
import { writePlain } from "@/components/legal/plain";
import { sampleText } from "@/components/legal/text";
import { ClientWords } from "@/i18n/client-words";
import { legalPages, maxLogoBytes } from "@/lib/contracts/shop";
import { shopAtDesk } from "@/lib/desk/read/shop";
import { locales } from "@/lib/money";
import { shop } from "@/lib/shop/shop";
import { staffHere } from "../here";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskShop"))("title") };
}

export default async function ShopPage() {
  const staff = await staffHere("/admin/shop");
  const [t, { sheet, version, logo }] = await Promise.all([getTranslations("deskShop"), shopAtDesk(staff)]);
  return (
    <ClientWords of={["desk", "deskShop"]}>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 text-soft">{t("lead")}</p>
      <Section id="logo" title={t("logo.title")}>
        <LogoForm logo={logo} maxBytes={maxLogoBytes} />
      </Section>
      <ShopForm sheet={sheet} version={version} samples={await samplesNow()} />
    </ClientWords>
  );
}

/** The sample of each legal text, by its field. */
async function samplesNow(): Promise<Record<string, string>> {
  const here = await shop();
  const fields = legalPages.flatMap((page) => locales.map((locale) => ({ page, locale })));
  return Object.fromEntries(
    fields.map(({ page, locale }) => [`${page}_${locale}`, writePlain(sampleText(page, here, locale))]),
  );
}
