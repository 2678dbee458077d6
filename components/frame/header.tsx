import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CartLink } from "@/components/cart/cart-link";
import { Link } from "@/components/ui/link";
import type { Currency } from "@/lib/money";
import type { Shop } from "@/lib/shop/shop";
import { CurrencySwitch } from "./currency-switch";
import { LanguageSwitch } from "./language-switch";
import { LogoPicture } from "./logo-picture";

/** `banner` is read before everything else. */
export function Header({
  shop,
  banner,
  otherCurrency,
}: {
  shop: Shop;
  banner: ReactNode;
  otherCurrency: Currency | undefined;
}) {
  const t = useTranslations("header");
  const locale = useLocale();
  return (
    <header className="border-b border-line print:hidden">
      <a href="#content" className="action action-main absolute top-2 left-2 z-20 not-focus:sr-only">
        {t("skip")}
      </a>
      {banner}
      <div className="page flex h-15 items-center justify-between">
        <Link href="/" className="-ml-2 flex min-h-11 min-w-0 items-center gap-2 rounded-lg px-2 sm:gap-2.5">
          {shop.logo ? <LogoPicture logo={shop.logo} /> : <Mark />}
          {/* A logo says the name by itself on a phone, where there is no room for both. */}
          <span className={`truncate text-lg font-bold tracking-tight ${shop.logo ? "max-sm:sr-only" : ""}`}>
            {shop.shopName[locale]}
          </span>
        </Link>
        <div className="-mr-2 flex shrink-0 items-center gap-0.5 sm:-mr-2.5 sm:gap-1">
          <Link
            href="/orders/find"
            prefetch={false}
            className="hidden min-h-11 items-center rounded-lg px-2.5 text-[0.9375rem] font-medium text-soft hover:text-ink sm:flex"
          >
            {t("findOrder")}
          </Link>
          {otherCurrency && <CurrencySwitch to={otherCurrency} />}
          <LanguageSwitch />
          <CartLink />
        </div>
      </div>
    </header>
  );
}

/** Two tracks that merge into one. */
function Mark() {
  return (
    <svg viewBox="0 0 28 28" className="size-7 shrink-0" aria-hidden="true" focusable="false">
      <rect width="28" height="28" rx="8" className="fill-accent" />
      <path
        d="M7 9.5h5.5c3 0 3 4.5 6 4.5H21M7 18.5h5.5c3 0 3-4.5 6-4.5"
        fill="none"
        className="stroke-white"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
