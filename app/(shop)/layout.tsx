import type { ReactNode } from "react";
import { Frame } from "@/components/shop/frame";
import { env } from "@/lib/env";

export default function ShopLayout({ children }: { children: ReactNode }) {
  const { live, demo } = env();
  return (
    <Frame live={live} demo={demo}>
      {children}
    </Frame>
  );
}
