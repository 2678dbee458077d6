"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Link } from "@/components/ui/link";
import { Stepper } from "@/components/ui/stepper";
import { addToCart, quantityOf, setQuantity as setQuantityOf } from "./store";

export function AddToCart({ sku, limit }: { sku: string; limit: number }) {
  const t = useTranslations("product");
  const router = useRouter();
  const [quantity, setQuantity] = useState(1);
  const [news, setNews] = useState<"added" | "full" | undefined>();

  const add = () => {
    const room = limit - quantityOf(sku);
    if (room > 0) addToCart(sku, quantity, limit);
    setNews(room >= quantity ? "added" : "full");
  };

  const buy = () => {
    const had = quantityOf(sku);
    if (had === 0) addToCart(sku, quantity, limit);
    else if (had < quantity) setQuantityOf(sku, quantity);
    router.push("/checkout");
  };

  return (
    <div className="thumb-bar flex flex-col sm:static sm:mx-0 sm:border-0 sm:p-0">
      <div className="flex flex-wrap gap-3">
        <Stepper
          quantity={quantity}
          limit={limit}
          onChange={setQuantity}
          names={{ group: t("quantity"), less: t("less"), more: t("more") }}
        />
        <button type="button" className="action action-quiet grow" onClick={add}>
          {t("add")}
        </button>
        <button type="button" className="action action-main w-full" onClick={buy}>
          {t("buy")}
        </button>
      </div>
      {/* Above the buttons, and after them for a keyboard: what was added is the next stop. */}
      <div role="status" className="order-first empty:hidden">
        {news && (
          <p className="mb-3 flex animate-arrive items-center justify-between gap-3 rounded-xl bg-accent-wash py-1 pr-1.5 pl-4 text-[0.9375rem] font-medium text-accent-deep">
            <span>{t(news, { count: limit })}</span>
            <Link
              href="/cart"
              className="flex min-h-11 shrink-0 items-center rounded-lg px-3 font-bold underline underline-offset-4"
            >
              {t("seeCart")}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}
