import type { Order, Payment } from "@/db/schema";

/**
 * The gateway and method that lists show for an order, taken from this payment; undefined if they already match.
 * Callers pass the payment that pays the order, or else its newest attempt.
 */
export const wayToPay = (
  order: Order,
  { gateway, method }: Payment,
): Pick<Order, "gateway" | "method"> | undefined =>
  order.gateway === gateway && order.method === method ? undefined : { gateway, method };
