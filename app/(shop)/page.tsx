import { getTranslations } from "next-intl/server";
import { ProductCard } from "@/components/shop/product-card";
import { shelf } from "./shelf";

export default async function ShopPage() {
  const [t, { products, currency }] = await Promise.all([getTranslations("shop"), shelf()]);
  return (
    <>
      <h1 className="pt-10 pb-8 text-2xl leading-snug font-bold sm:pt-16 sm:pb-10 sm:text-4xl sm:leading-tight">
        {t("title")}
      </h1>
      {products.length === 0 && <p className="py-16 text-soft">{t("empty")}</p>}
      <ul className="grid grid-cols-2 gap-x-4 gap-y-10 sm:gap-x-6 lg:grid-cols-4">
        {products.map((product, index) => (
          <li key={product.sku}>
            <ProductCard product={product} currency={currency} eager={index < 4} />
          </li>
        ))}
      </ul>
    </>
  );
}
