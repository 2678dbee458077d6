import { recordAudit } from "@/db/audit";
import { recordEvents } from "@/db/events";
import { itemsOf, lockOrder, restockItem } from "@/db/orders";
import { putBackStock } from "@/db/products";
import type { OrderItem } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { type KeyedRequest, once } from "../../http/idempotency";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

export type Restocking = {
  lines: { sku: string; quantity: number }[];
  /** The form's own idempotency key, so that pressing twice restocks once. */
  keyed: KeyedRequest;
  address: string;
};

/**
 * Returns goods of a paid order to stock. Returns the order's items as they are now; the same key restocks nothing
 * again. An order that ended has already returned its goods automatically. Throws forbidden, invalid_request,
 * not_found, order_not_paid, restock_exceeds, idempotency_key_reused.
 */
export async function restock(
  staff: Staff,
  orderId: string,
  { lines, keyed, address }: Restocking,
  now: Date,
): Promise<OrderItem[]> {
  assertMay(staff, "orders:write");
  const wanted = bySku(lines);
  const { made } = await once(
    keyed,
    now,
    async (tx) => ({ id: orderId, made: await putBack(tx, staff, orderId, wanted, address, now) }),
    (id) => itemsOf(db, id),
  );
  return made;
}

async function putBack(
  tx: Tx,
  staff: Staff,
  orderId: string,
  wanted: Restocking["lines"],
  address: string,
  now: Date,
): Promise<OrderItem[]> {
  const order = await lockOrder(tx, orderId);
  if (!order) throw new Problem("not_found", "There is no such order.");
  // An order that ends returns its items to stock automatically, except what was shipped.
  if (!order.stockTaken || (order.status !== "paid" && order.shippedAt === null))
    throw new Problem("order_not_paid", "Only items that a paid order took from stock can be restocked.");
  const before = await itemsOf(tx, order.id);
  for (const { sku, quantity } of wanted) await takeBack(tx, order.id, sku, quantity);
  await putBackStock(tx, wanted);
  const actor = actorOf(staff);
  await recordEvents(tx, [
    { orderId: order.id, kind: "restocked", detail: { lines: wanted, by: actor }, at: now },
  ]);
  const after = await itemsOf(tx, order.id);
  const detail = { lines: wanted, before: restockedOf(before), after: restockedOf(after) };
  await recordAudit(tx, { actor, action: "restocked", subject: order.number, detail, address, at: now });
  return after;
}

/** One line per SKU, sorted by SKU, which is the order in which rows are locked. */
function bySku(lines: Restocking["lines"]): Restocking["lines"] {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity <= 0)
      throw new Problem("invalid_request", "Each quantity must be a positive integer.");
    wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  }
  if (wanted.size === 0) throw new Problem("invalid_request", "Name at least one item to restock.");
  return [...wanted]
    .map(([sku, quantity]) => ({ sku, quantity }))
    .toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}

async function takeBack(tx: Tx, orderId: string, sku: string, quantity: number) {
  if (!(await restockItem(tx, orderId, sku, quantity)))
    throw new Problem("restock_exceeds", `This is more of ${sku} than the order can still return.`);
}

const restockedOf = (items: OrderItem[]) =>
  Object.fromEntries(items.map(({ sku, restocked }) => [sku, restocked]));
