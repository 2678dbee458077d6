/**
 * Whether anything is sent with an order. One without an address is for something that nobody delivers, such as a
 * lesson. Once a shopper is erased, an order that was not shipped has nowhere to go either.
 */
export const hasDelivery = (order: { shippingAddress: object | null; shippedAt: Date | null }): boolean =>
  order.shippingAddress !== null || order.shippedAt !== null;
