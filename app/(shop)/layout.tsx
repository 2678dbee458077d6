import type { ReactNode } from "react";
import { Frame } from "@/components/frame/frame";
import { otherCurrency } from "@/i18n/currency";
import { env } from "@/lib/settings/env";

export default async function ShopLayout({ children }: { children: ReactNode }) {
  const { live, demo } = env();
  return (
    <Frame live={live} demo={demo} otherCurrency={await otherCurrency()}>
      {children}
    </Frame>
  );
}
