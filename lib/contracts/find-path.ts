import { OrderNumber } from "./orders";

/**
 * Why somebody was sent to the look-up. link: a link in an email did not open their order. browser: this browser does
 * not know the order.
 */
export const findReasons = ["link", "browser"] as const;
export type FindReason = (typeof findReasons)[number];

/** The path of the look-up with the order number filled in, if it is valid: it comes from a URL anybody can type. */
export function findPath(number: unknown, because?: FindReason): string {
  const known = OrderNumber.safeParse(number).data;
  const query = new URLSearchParams({ ...(known && { number: known }), ...(because && { because }) });
  return query.size > 0 ? `/orders/find?${query}` : "/orders/find";
}
