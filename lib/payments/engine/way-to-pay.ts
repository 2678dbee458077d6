import type { Order, Payment } from "@/db/schema";

/**
 * What lists say of how an order is paid, when it is paid in the way of this payment; undefined where they say so
 * already. It is the payment that pays the order, else its newest attempt.
 */
export const wayToPay = (
  order: Order,
  { gateway, method }: Payment,
): Pick<Order, "gateway" | "method"> | undefined =>
  order.gateway === gateway && order.method === method ? undefined : { gateway, method };
