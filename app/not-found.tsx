import { Frame } from "@/components/frame/frame";
import { NothingHere } from "@/components/shop/nothing-here";
import { otherCurrency } from "@/i18n/currency";
import { env } from "@/lib/settings/env";
import { shop } from "@/lib/shop/shop";

export default async function NotFound() {
  const { live, demo } = env();
  return (
    <Frame shop={await shop()} live={live} demo={demo} otherCurrency={await otherCurrency()}>
      <NothingHere />
    </Frame>
  );
}
