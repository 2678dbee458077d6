import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CartView } from "@/components/cart/cart-view";
import { NeedsScript } from "@/components/ui/needs-script";
import { ClientWords } from "@/i18n/client-words";
import { leastTaken } from "@/lib/payments/checkout/checkout";
import { shelf } from "../shelf";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("cart");
  return { title: t("title"), robots: { index: false } };
}

export default async function CartPage() {
  const [t, { products, currency, rates }] = await Promise.all([getTranslations("cart"), shelf()]);
  return (
    <>
      <h1 className="pt-8 pb-4 text-2xl font-bold sm:pt-12 sm:pb-8 sm:text-3xl">{t("title")}</h1>
      <NeedsScript>{t("needsScript")}</NeedsScript>
      <ClientWords of={["cart", "sums", "orderPaid"]}>
        <CartView products={products} currency={currency} least={leastTaken(currency)} rates={rates} />
      </ClientWords>
    </>
  );
}
