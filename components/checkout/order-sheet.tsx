"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { OrderPaid } from "@/components/cart/order-paid";
import { rowsOf } from "@/components/cart/rows";
import { useCart } from "@/components/cart/use-cart";
import { useClearedCart } from "@/components/cart/use-cleared-cart";
import type { ShopProduct } from "@/components/shop/product-card";
import { Link } from "@/components/ui/link";
import type { DeliveryRates } from "@/lib/delivery-fee";
import type { Currency } from "@/lib/money";
import type { Country } from "./buyer-fields";
import { Sheet } from "./sheet";
import type { Gateways } from "./use-way";

type Props = {
  products: ShopProduct[];
  currency: Currency;
  rates: DeliveryRates;
  /** Where parcels can be sent, if the shopper chooses. */
  countries: Country[];
  /** Where the address search is loaded from, if it is offered. */
  search: { scriptUrl?: string | undefined } | undefined;
  gateways: Gateways;
  /** The installments without interest, if the shop has any. */
  interestFree: ReactNode;
  terms: ReactNode;
};

/** The order sheet, as soon as the cart is known: from its cookie, or once the browser has read it. */
export function OrderSheet({ products, ...rest }: Props) {
  const t = useTranslations("sheet");
  const cart = useCart();
  const placed = useClearedCart();

  // Paid elsewhere, for example on a phone where the card company's app returned to another browser: shows the receipt,
  // unless something was added to the cart since. Loading a new page also removes a payment window that may still cover
  // this one.
  const isOver = placed !== undefined && cart?.lines.length === 0;
  useEffect(() => {
    if (isOver) location.replace(`/success?order_number=${placed}`);
  }, [isOver, placed]);

  if (!cart)
    return (
      <div className="animate-breathe space-y-4 noscript:hidden" role="status">
        <span className="sr-only">{t("loading")}</span>
        <div className="h-44 rounded-2xl bg-ground" />
        <div className="h-72 rounded-2xl bg-ground" />
      </div>
    );
  if (cart.lines.length === 0)
    return (
      <div className="mx-auto max-w-md py-16 text-center">
        {placed ? (
          <OrderPaid words="sheet" orderNumber={placed} />
        ) : (
          <p className="text-lg font-semibold">{t("empty")}</p>
        )}
        <Link href="/" className="action action-quiet mt-6">
          {t("goOn")}
        </Link>
      </div>
    );
  return (
    <>
      {placed && <OrderPaid words="rest" orderNumber={placed} />}
      <Sheet rows={rowsOf(cart, products)} {...rest} />
    </>
  );
}
