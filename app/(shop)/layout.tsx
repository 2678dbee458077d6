import type { ReactNode } from "react";
import { Frame } from "@/components/frame/frame";
import { otherCurrency } from "@/i18n/currency";
import { env } from "@/lib/settings/env";
import { shop } from "@/lib/shop/shop";

export default async function ShopLayout({ children }: { children: ReactNode }) {
  const { live, demo } = env();
  return (
    <Frame shop={await shop()} live={live} demo={demo} otherCurrency={await otherCurrency()}>
      {children}
    </Frame>
  );
}
