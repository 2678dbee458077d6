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
      className="relative flex min-h-11 min-w-11 items-center justify-center gap-1 rounded-lg px-2 text-[0.9375rem] font-medium sm:gap-1.5 sm:px-2.5"
    >
      <Bag />
      <span className="whitespace-nowrap max-sm:sr-only">{t("cart")}</span>
      {count > 0 && (
        <span className="min-w-5 rounded-full bg-accent px-1.5 max-sm:absolute max-sm:top-0 max-sm:right-0 text-center text-xs leading-5 font-bold text-white tabular-nums">
          <span>{count}</span> <span className="sr-only">{t("items", { count })}</span>
        </span>
      )}
    </Link>
  );
}

/** Replaces the word on a phone, where it would not fit beside the header's other words. */
function Bag() {
  return (
    <svg viewBox="0 0 24 24" className="size-6 sm:hidden" aria-hidden="true" focusable="false">
      <path
        d="M5.5 8.5h13l.8 11.5H4.7zM8.8 11V7.2a3.2 3.2 0 0 1 6.4 0V11"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
