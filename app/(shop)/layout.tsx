import type { ReactNode } from "react";
import { Frame } from "@/components/frame/frame";
import { otherCurrency } from "@/i18n/currency";
import { env } from "@/lib/settings/env";
import { shop } from "@/lib/shop/shop";
import { toldCart } from "../told-cart";

export default async function ShopLayout({ children }: { children: ReactNode }) {
  const { live, demo } = env();
  const [business, other, cart] = await Promise.all([shop(), otherCurrency(), toldCart()]);
  return (
    <Frame shop={business} live={live} demo={demo} otherCurrency={other} cart={cart}>
      {children}
    </Frame>
  );
}
