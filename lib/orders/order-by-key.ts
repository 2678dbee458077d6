import type { ApiKey } from "@/db/schema";
import type { Incoming } from "../http/http";
import { assertAllowed } from "../payments/checkout/attempt";
import { Problem } from "../problem";
import { createOrder, type Made, type OrderWish } from "./create";

/**
 * Creates an order for another server, whose API key may do so. The same Idempotency-Key returns the same order. Throws
 * what `createOrder` throws, `redirect_not_allowed`, and `order_not_found` if it is to replace a shopper's order.
 */
export async function orderByKey(
  wish: OrderWish,
  key: ApiKey,
  keyed: Incoming<unknown>["keyed"],
  now: Date,
): Promise<Made> {
  if ("lines" in wish) {
    if (wish.return_url) assertAllowed(wish.return_url, "return_url");
    if (wish.cancel_url) assertAllowed(wish.cancel_url, "cancel_url");
  } else if (wish.replaces) {
    throw new Problem("order_not_found", "An API key replaces no order. Leave `replaces` out.");
  }
  return createOrder(wish, keyed(`key:${key.id}`), undefined, now);
}
