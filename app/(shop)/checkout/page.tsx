import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { InterestFree } from "@/components/checkout/interest-free";
import { OrderSheet } from "@/components/checkout/order-sheet";
import { Terms } from "@/components/checkout/terms";
import { NeedsScript } from "@/components/ui/needs-script";
import { Notice } from "@/components/ui/notice";
import { ClientWords } from "@/i18n/client-words";
import { countriesIn } from "@/lib/contact/countries";
import { freeInstallments, stripeCheckout, tossCheckout } from "@/lib/payments/checkout/checkout";
import { env } from "@/lib/settings/env";
import { preloadToss } from "../preload-toss";
import { shelf } from "../shelf";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("sheet");
  return { title: t("title"), robots: { index: false } };
}

export default async function CheckoutPage() {
  const [t, locale, { products, currency, rates }] = await Promise.all([
    getTranslations("sheet"),
    getLocale(),
    shelf(),
  ]);
  const toss = currency === "KRW" ? tossCheckout() : undefined;
  const stripe = stripeCheckout(currency);
  await preloadToss(toss);
  return (
    <>
      <h1 className="pt-8 pb-5 text-2xl font-bold sm:pt-12 sm:pb-8 sm:text-3xl">{t("title")}</h1>
      <NeedsScript>{t("needsScript")}</NeedsScript>
      {toss || stripe ? (
        <ClientWords of={["sheet", "sums", "deliveryPresets", "refusals", "orderPaid"]}>
          <OrderSheet
            products={products}
            currency={currency}
            rates={rates}
            countries={currency === "KRW" ? [] : countriesIn(locale)}
            search={currency === "KRW" ? env().addressSearch : undefined}
            gateways={{ toss, stripe }}
            interestFree={<InterestFree plans={freeInstallments()} />}
            terms={<Terms />}
          />
        </ClientWords>
      ) : (
        <Notice look="notice">{t("notConfigured")}</Notice>
      )}
    </>
  );
}
