import { Frame } from "@/components/frame/frame";
import { NothingHere } from "@/components/shop/nothing-here";
import { otherCurrency } from "@/i18n/currency";
import { env } from "@/lib/settings/env";
import { shop } from "@/lib/shop/shop";
import { toldCart } from "./told-cart";

export default async function NotFound() {
  const { live, demo } = env();
  const [business, other, cart] = await Promise.all([shop(), otherCurrency(), toldCart()]);
  return (
    <Frame shop={business} live={live} demo={demo} otherCurrency={other} cart={cart}>
      <NothingHere />
    </Frame>
  );
}
