import { forgetRestocked, itemsOf } from "@/db/orders";
import { putBackStock } from "@/db/products";
import type { Order } from "@/db/schema";
import type { Tx } from "@/db/store";

/** Puts an order's items on the shelf, but for those that staff have put there already. The lock is held. */
export async function putBackItems(tx: Tx, { id }: Order) {
  const items = await itemsOf(tx, id);
  const out = items.map(({ sku, quantity, restocked }) => ({ sku, quantity: quantity - restocked }));
  await forgetRestocked(tx, id);
  await putBackStock(
    tx,
    out.filter(({ quantity }) => quantity > 0),
  );
}
