"use client";

import { useTranslations } from "next-intl";
import { useDeliveryNote } from "@/components/cart/delivery-note";
import { priceOf, type Row } from "@/components/cart/rows";
import { Sums } from "@/components/cart/sums";
import { ProductPicture } from "@/components/shop/product-picture";
import { Link } from "@/components/ui/link";
import { Price } from "@/components/ui/price";
import { type DeliveryRates, type Destination, deliveryFee } from "@/lib/delivery-fee";
import type { Currency } from "@/lib/money";

type Props = { rows: Row[]; currency: Currency; rates: DeliveryRates; to: Destination };

export function Summary({ rows, currency, rates, to }: Props) {
  const goods = priceOf(rows);
  const delivery = deliveryFee(rates, goods, currency, to);
  const note = useDeliveryNote(rates, goods, currency, to);
  const t = useTranslations("sheet");
  return (
    <section aria-labelledby="summary-title" className="rounded-2xl bg-ground p-5 sm:p-6">
      <div className="flex items-center justify-between">
        <h2 id="summary-title" className="text-lg font-bold">
          {t("items")}
        </h2>
        <Link
          href="/cart"
          className="-my-2 -mr-2 flex min-h-11 items-center rounded-lg px-2 text-sm text-soft underline-offset-4 hover:underline"
        >
          {t("change")}
        </Link>
      </div>
      <ul className="mt-3 space-y-3">
        {rows.map(({ sku, quantity, product }) => (
          <li key={sku} className="flex items-center gap-3.5">
            {product && <ProductPicture image={product.image} eager className="size-15 rounded-lg" />}
            <p className="min-w-0 grow leading-snug">
              {product?.name ?? sku}
              <span className="block text-sm text-soft">{t("count", { count: quantity })}</span>
            </p>
            <Price amount={(product?.price ?? 0) * quantity} currency={currency} className="font-medium" />
          </li>
        ))}
      </ul>
      <dl className="mt-5 space-y-1.5 border-t border-line pt-4">
        <Sums goods={goods} delivery={delivery} currency={currency} note={note} />
        <div className="flex items-baseline justify-between">
          <dt className="font-semibold">{t("total")}</dt>
          <dd className="text-2xl font-bold">
            <Price amount={goods + delivery} currency={currency} />
          </dd>
        </div>
      </dl>
      {currency === "USD" && to.country !== "KR" && (
        <p className="mt-3 text-[0.8125rem] leading-snug text-soft">{t("duties")}</p>
      )}
    </section>
  );
}
