import { forgetRestocked, itemsOf } from "@/db/orders";
import { putBackStock } from "@/db/products";
import type { Order } from "@/db/schema";
import type { Tx } from "@/db/store";

/**
 * Puts the items of an order that ended on the shelf, but for those that staff have put there already. What was sent off
 * is not in the shop: it stays with the order until staff say that it came back. Answers whether the order still has its
 * items. The lock is held.
 */
export async function releaseStock(
  tx: Tx,
  { id, stockTaken, shippedAt }: Order,
): Promise<Pick<Order, "stockTaken">> {
  if (!stockTaken || shippedAt !== null) return { stockTaken };
  const items = await itemsOf(tx, id);
  const out = items.map(({ sku, quantity, restocked }) => ({ sku, quantity: quantity - restocked }));
  await forgetRestocked(tx, id);
  await putBackStock(
    tx,
    out.filter(({ quantity }) => quantity > 0),
  );
  return { stockTaken: false };
}
