"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { useCart } from "./use-cart";

export function CartLink() {
  const t = useTranslations("header");
  const count = useCart()?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
  return (
    <Link
      href="/cart"
      className="flex min-h-11 items-center gap-1.5 rounded-lg px-2.5 text-[0.9375rem] font-medium"
    >
      {t("cart")}
      {count > 0 && (
        <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-bold text-white tabular-nums">
          {count} <span className="sr-only">{t("items", { count })}</span>
        </span>
      )}
    </Link>
  );
}
