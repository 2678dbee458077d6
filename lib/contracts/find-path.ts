import { OrderNumber } from "./orders";

/**
 * Why somebody stands before the look-up. link: a link in a letter did not open their order. browser: this browser does
 * not know the order.
 */
export const findReasons = ["link", "browser"] as const;
export type FindReason = (typeof findReasons)[number];

/** The look-up with the order's number filled in, where it can be one: it comes from an address anybody can type. */
export function findPath(number: unknown, because?: FindReason): string {
  const known = OrderNumber.safeParse(number).data;
  const query = new URLSearchParams({ ...(known && { number: known }), ...(because && { because }) });
  return query.size > 0 ? `/orders/find?${query}` : "/orders/find";
}
