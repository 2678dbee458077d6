import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { AddToCart } from "@/components/cart/add-to-cart";
import { ProductData } from "@/components/shop/product-data";
import { ProductPicture } from "@/components/shop/product-picture";
import { StockNote } from "@/components/shop/stock-note";
import { NeedsScript } from "@/components/ui/needs-script";
import { Price } from "@/components/ui/price";
import { ClientWords } from "@/i18n/client-words";
import { currentCurrency } from "@/i18n/currency";
import { maxQuantity } from "@/lib/contracts/orders";
import { formatMoney } from "@/lib/money";
import { findProduct } from "@/lib/orders/catalog";
import { env } from "@/lib/settings/env";
import { linkPreviewPath } from "@/lib/shop/picture-paths";
import { shop } from "@/lib/shop/shop";

type Props = { params: Promise<{ slug: string }> };

const readOnce = cache(findProduct);
const productOf = async ({ params }: Props) => (await readOnce((await params).slug)) ?? notFound();

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [product, locale, business] = await Promise.all([productOf(props), getLocale(), shop()]);
  return {
    title: product.name[locale],
    description: product.description[locale],
    openGraph: {
      type: "website",
      title: product.name[locale],
      description: product.description[locale],
      url: `/products/${product.slug}`,
      // Messengers show no SVG.
      images: [product.image.endsWith(".svg") ? linkPreviewPath(business, locale) : product.image],
    },
  };
}

export default async function ProductPage(props: Props) {
  const [product, t, locale, currency, { delivery, shopName }] = await Promise.all([
    productOf(props),
    getTranslations("product"),
    getLocale(),
    currentCurrency(),
    shop(),
  ]);
  const { fee, freeFrom } = delivery[currency];
  const money = (amount: number) => formatMoney({ amount, currency }, locale);
  const deliveryWords = () => {
    if (fee === 0) return t("freeDelivery");
    if (freeFrom === 0) return t("deliveryFee", { fee: money(fee) });
    return t("deliveryFeeFrom", { fee: money(fee), from: money(freeFrom) });
  };
  return (
    <article className="grid gap-7 pt-5 sm:grid-cols-2 sm:gap-12 sm:pt-10">
      <ProductData
        url={`${env().appUrl}/products/${product.slug}`}
        image={new URL(product.image, env().appUrl).href}
        name={product.name[locale]}
        description={product.description[locale]}
        sku={product.sku}
        price={{ amount: product.price[currency], currency }}
        inStock={product.stock > 0}
        seller={shopName[locale]}
      />
      <ProductPicture image={product.image} eager className="w-full rounded-2xl" />
      <div className="sm:py-4">
        <h1 className="text-xl font-medium sm:text-2xl">{product.name[locale]}</h1>
        <p className="mt-1.5 text-3xl font-bold sm:text-4xl">
          <Price amount={product.price[currency]} currency={currency} />
        </p>
        <p className="mt-6 max-w-prose leading-relaxed text-soft">{product.description[locale]}</p>
        <p className="mt-6 mb-8 flex gap-3 text-[0.9375rem] font-medium">
          <span>{deliveryWords()}</span>
          {product.stock > 0 && <StockNote stock={product.stock} />}
        </p>
        {product.stock === 0 ? (
          <p className="action action-main w-full" aria-disabled="true">
            {t("soldOut")}
          </p>
        ) : (
          <ClientWords of={["product"]}>
            <AddToCart sku={product.sku} limit={Math.min(product.stock, maxQuantity)} />
          </ClientWords>
        )}
        <NeedsScript>{t("needsScript")}</NeedsScript>
      </div>
    </article>
  );
}
