"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { ShopProduct } from "@/components/shop/product-card";
import { Link } from "@/components/ui/link";
import { Price } from "@/components/ui/price";
import { type DeliveryRates, deliveryFee } from "@/lib/delivery-fee";
import type { Currency } from "@/lib/money";
import { CartRow } from "./cart-row";
import { useDeliveryNote } from "./delivery-note";
import { LeastNote, missingTo } from "./least-note";
import { OrderPaid } from "./order-paid";
import { limitOf, priceOf, rowsOf } from "./rows";
import { setQuantity } from "./store";
import { Sums } from "./sums";
import { useCart } from "./use-cart";
import { useClearedCart } from "./use-cleared-cart";

type Props = {
  products: ShopProduct[];
  currency: Currency;
  /** The smallest amount that can be paid, in minor units. */
  least: number;
  rates: DeliveryRates;
};

export function CartView({ products, currency, least, rates }: Props) {
  const t = useTranslations("cart");
  const cart = useCart();
  const paid = useClearedCart();
  const place = useRef<HTMLDivElement>(null);

  if (!cart) return <CartSkeleton words={t("loading")} />;
  const rows = rowsOf(cart, products);
  const fits = rows.every((row) => row.product && row.quantity <= limitOf(row.product, cart));

  const change = (sku: string, quantity: number) => {
    setQuantity(sku, quantity);
    // The pressed button is gone with its row; keyboard focus moves to the list.
    if (quantity === 0) place.current?.focus();
  };

  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      {paid && rows.length > 0 && <OrderPaid words="rest" orderNumber={paid} />}
      {rows.length === 0 ? (
        <EmptyCart paid={paid} />
      ) : (
        <div className="grid gap-8 md:grid-cols-[1fr_20rem] md:gap-14">
          <ul className="divide-y divide-line border-line md:border-t">
            {rows.map((row) => (
              <CartRow
                key={row.sku}
                row={row}
                currency={currency}
                limit={row.product ? limitOf(row.product, cart) : 0}
                onQuantity={(quantity) => change(row.sku, quantity)}
              />
            ))}
          </ul>
          <Total goods={priceOf(rows)} currency={currency} least={least} rates={rates} fits={fits} />
        </div>
      )}
    </div>
  );
}

function EmptyCart({ paid }: { paid: string | undefined }) {
  const t = useTranslations("cart");
  return (
    <div className="py-16 text-center sm:py-24">
      {paid && (
        <div className="mx-auto max-w-md">
          <OrderPaid words="cart" orderNumber={paid} />
        </div>
      )}
      <p className="text-lg font-semibold">{t("empty")}</p>
      <Link href="/" className="action action-quiet mt-6">
        {t("goOn")}
      </Link>
    </div>
  );
}

type TotalProps = Pick<Props, "currency" | "least" | "rates"> & { goods: number; fits: boolean };

function Total({ goods, currency, least, rates, fits }: TotalProps) {
  const t = useTranslations("cart");
  const delivery = deliveryFee(rates, goods, currency, {});
  const note = useDeliveryNote(rates, goods, currency);
  const money = { amount: goods + delivery, currency };
  const missing = missingTo(least, money.amount);
  return (
    <div className="thumb-bar md:static md:mx-0 md:h-fit md:rounded-2xl md:border-0 md:bg-ground md:p-6">
      <dl className={`space-y-1.5 max-md:mb-1 ${delivery === 0 ? "max-md:hidden" : ""}`}>
        <Sums goods={goods} delivery={delivery} currency={currency} note={note} />
      </dl>
      <dl>
        <div className="mb-3 flex items-baseline justify-between md:mt-3 md:mb-5">
          <dt className="font-semibold">{t("total")}</dt>
          <dd className="text-2xl font-bold" aria-live="polite">
            <Price {...money} />
          </dd>
        </div>
      </dl>
      {fits && missing > 0 && <LeastNote words="cart" least={least} missing={missing} currency={currency} />}
      {fits && missing === 0 && (
        <Link href="/checkout" className="action action-main min-h-14 w-full text-lg">
          {t("checkOut")}
        </Link>
      )}
      {!fits && (
        <>
          <p className="mb-3 text-[0.9375rem] font-medium text-danger">{t("fixFirst")}</p>
          <button type="button" aria-disabled="true" className="action action-main min-h-14 w-full text-lg">
            {t("checkOut")}
          </button>
        </>
      )}
    </div>
  );
}

function CartSkeleton({ words }: { words: string }) {
  return (
    <div className="animate-breathe space-y-4 noscript:hidden" role="status">
      <span className="sr-only">{words}</span>
      <div className="h-28 rounded-2xl bg-ground" />
      <div className="h-28 rounded-2xl bg-ground" />
    </div>
  );
}
