"use client";

import { useTranslations } from "next-intl";
import { ProductPicture } from "@/components/shop/product-picture";
import { Link } from "@/components/ui/link";
import { Price } from "@/components/ui/price";
import { Stepper } from "@/components/ui/stepper";
import type { Currency } from "@/lib/money";
import type { Row } from "./rows";

export function CartRow({
  row: { sku, quantity, product },
  currency,
  limit,
  onQuantity,
}: {
  row: Row;
  currency: Currency;
  limit: number;
  onQuantity: (quantity: number) => void;
}) {
  const t = useTranslations("cart");
  const name = product?.name ?? sku;
  return (
    <li className="grid grid-cols-[4.5rem_1fr] gap-x-4 py-5 sm:grid-cols-[7rem_1fr] sm:gap-x-6">
      {product ? (
        <ProductPicture image={product.image} eager className="rounded-xl" />
      ) : (
        <div className="aspect-square rounded-xl bg-ground" />
      )}
      <div className="flex min-w-0 flex-col">
        <div className="flex items-start justify-between gap-2">
          <h2 className="pt-0.5 font-medium">
            {product ? (
              <Link
                href={`/products/${product.slug}`}
                className="-my-2 inline-block py-2 underline-offset-4 hover:underline"
              >
                {name}
              </Link>
            ) : (
              name
            )}
          </h2>
          <button
            type="button"
            onClick={() => onQuantity(0)}
            aria-label={t("removeNamed", { name })}
            className="-mt-2 -mr-2 min-h-11 shrink-0 rounded-lg px-2 text-sm text-soft hover:text-ink"
          >
            {t("remove")}
          </button>
        </div>
        {product ? (
          <div className="mt-auto flex flex-wrap items-center justify-between gap-2 pt-2">
            <Stepper
              quantity={quantity}
              limit={limit}
              onChange={onQuantity}
              names={{
                group: t("quantityNamed", { name }),
                less: t("lessNamed", { name }),
                more: t("moreNamed", { name }),
              }}
            />
            <Price amount={product.price * quantity} currency={currency} className="font-bold sm:text-lg" />
          </div>
        ) : (
          <p className="mt-1 text-sm font-medium text-danger">{t("gone")}</p>
        )}
        {product && quantity > limit && <TooMany limit={limit} onQuantity={onQuantity} />}
      </div>
    </li>
  );
}

function TooMany({ limit, onQuantity }: { limit: number; onQuantity: (quantity: number) => void }) {
  const t = useTranslations("cart");
  return (
    <p role="alert" className="mt-2 flex flex-wrap items-center gap-x-3 text-sm font-medium text-danger">
      <span>{limit === 0 ? t("soldOut") : t("onlyLeft", { count: limit })}</span>
      {limit > 0 && (
        <button
          type="button"
          onClick={() => onQuantity(limit)}
          className="min-h-11 font-bold underline underline-offset-4"
        >
          {t("takeLeft", { count: limit })}
        </button>
      )}
    </p>
  );
}
