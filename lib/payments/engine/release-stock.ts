import { forgetRestocked, itemsOf } from "@/db/orders";
import { putBackStock } from "@/db/products";
import type { Order } from "@/db/schema";
import type { Tx } from "@/db/store";

/**
 * Puts an ended order's items back in stock, except those that staff already put back. Shipped items stay with the
 * order until staff record their return. Returns whether the order still has its items. The caller holds the lock.
 */
export async function releaseStock(
  tx: Tx,
  { id, stockTaken, shippedAt }: Order,
): Promise<Pick<Order, "stockTaken">> {
  if (!stockTaken || shippedAt !== null) return { stockTaken };
  const items = await itemsOf(tx, id);
  const out = items.map(({ sku, quantity, restocked, fromStock }) => ({
    sku,
    fromStock,
    quantity: quantity - restocked,
  }));
  await forgetRestocked(tx, id);
  await putBackStock(
    tx,
    out.filter(({ quantity }) => quantity > 0),
  );
  return { stockTaken: false };
}
