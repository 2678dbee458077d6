import type { Order } from "@/db/schema";

/** Where an order's shopper lives: in Korea, when they paid in won and said nothing else. */
export const countryOf = ({
  currency,
  shippingAddress,
}: Pick<Order, "currency" | "shippingAddress">): string | undefined =>
  shippingAddress?.country ?? (currency === "KRW" ? "KR" : undefined);
