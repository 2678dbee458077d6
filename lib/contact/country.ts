import type { Currency } from "../money";

/** Where an order's shopper lives: in Korea, when they paid in won and said nothing else. */
export const countryOf = ({
  currency,
  shippingAddress,
}: {
  currency: Currency;
  shippingAddress: { country?: string } | null;
}): string | undefined => shippingAddress?.country ?? (currency === "KRW" ? "KR" : undefined);
