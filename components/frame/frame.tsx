import type { ReactNode } from "react";
import { CartOfPage } from "@/components/cart/cart-of-page";
import type { Cart } from "@/components/cart/store";
import { OldDraft } from "@/components/draft/old-draft";
import type { Currency } from "@/lib/money";
import type { Shop } from "@/lib/shop/shop";
import { Footer } from "./footer";
import { Header } from "./header";
import { TestBanner } from "./test-banner";

/** What surrounds every page of the shop. */
export function Frame({
  shop,
  live,
  demo,
  otherCurrency,
  cart,
  children,
}: {
  shop: Shop;
  live: boolean;
  demo: boolean;
  otherCurrency: Currency | undefined;
  /** The cart, as far as the server knows it. */
  cart: Cart | undefined;
  children: ReactNode;
}) {
  return (
    <CartOfPage told={cart}>
      <div className="flex min-h-dvh flex-col">
        <Header shop={shop} banner={live || <TestBanner demo={demo} />} otherCurrency={otherCurrency} />
        <main id="content" tabIndex={-1} className="page pb-20">
          {children}
        </main>
        <Footer business={shop} />
        <OldDraft />
      </div>
    </CartOfPage>
  );
}
