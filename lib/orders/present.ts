import type { z } from "zod";
import { paymentById } from "@/db/payments";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import type { createOrder } from "../contracts/orders";
import { shownOrderStatus } from "../payments/view/present";
import { env } from "../settings/env";
import { payLink } from "../signing/order-link";
import { accessToken } from "./access";
import type { Line } from "./create";

/** An order's items in the API's format. */
export const presentItems = (items: Line[]) =>
  items.map(({ sku, name, quantity, unitPrice, taxClass }) => ({
    sku,
    name,
    quantity,
    unit_price: unitPrice,
    tax_class: taxClass,
  }));

/** Like `presentOrder`, for another server: with the address of the page where its shopper pays. */
export const presentWithLink = async (order: Order, items: Line[]) => ({
  ...(await presentOrder(order, items)),
  checkout_url: env().appUrl + (await payLink(order)),
});

/** An order in the API's format for the caller who created it, with its access token. */
export async function presentOrder(order: Order, items: Line[]): Promise<z.input<typeof createOrder.reply>> {
  const winner = order.winnerPaymentId ? await paymentById(db, order.winnerPaymentId) : undefined;
  return {
    order_number: order.number,
    order_name: order.name,
    amount: order.amount,
    shipping: order.shipping,
    tax_free_amount: order.taxFree,
    currency: order.currency,
    items: presentItems(items),
    status: shownOrderStatus(order, winner),
    expires_at: order.expiresAt.toISOString(),
    access_token: await accessToken(order.id),
  };
}
