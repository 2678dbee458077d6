/** Who paid what is left of a payment, in minor units: the first two add up to the third. */
export type Funding = {
  shopper: number;
  /** A card company's or wallet's instant discount, coupons and points. */
  promotion: number;
  /** What the shop gets, before the gateway's fees. */
  shop: number;
};

type Funded = {
  captured: number;
  refunded: number;
  detail: { promotion?: { paid: number; left: number } | undefined };
};

/** Who paid what is left of a payment; undefined if nothing was captured, or the shopper paid all of it. */
export function fundingOf({ captured, refunded, detail: { promotion } }: Funded): Funding | undefined {
  const shop = captured - refunded;
  if (captured === 0 || !promotion || promotion.left > shop) return undefined;
  return { shopper: shop - promotion.left, promotion: promotion.left, shop };
}
