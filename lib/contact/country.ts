import type { Currency } from "../money";

/** The shopper's country: the shipping address's, or Korea if they paid in won without naming one. */
export const countryOf = ({
  currency,
  shippingAddress,
}: {
  currency: Currency;
  shippingAddress: { country?: string } | null;
}): string | undefined => shippingAddress?.country ?? (currency === "KRW" ? "KR" : undefined);
