import { recordAudit } from "@/db/audit";
import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { transaction } from "@/db/store";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

/**
 * Adds a note to an order, for colleagues only. It is in the order's story, from which erasing the shopper removes its
 * text; the audit log says only who wrote one. Throws forbidden, not_found, outdated if the shopper was erased.
 */
export async function addNote(
  staff: Staff,
  orderId: string,
  { note, address }: { note: string; address: string },
  now: Date,
): Promise<void> {
  assertMay(staff, "orders:write");
  await transaction(async (tx) => {
    // Under the order's lock, so that no note is written while its shopper is erased.
    const order = await lockOrder(tx, orderId);
    if (!order) throw new Problem("not_found", "There is no such order.");
    if (order.erasedAt) throw new Problem("outdated", "The shopper of this order was erased.");
    const [actor, kind] = [actorOf(staff), "note_added"] as const;
    await recordEvents(tx, [{ orderId, kind, detail: { note, by: actor }, at: now }]);
    await recordAudit(tx, { actor, action: kind, subject: order.number, detail: {}, address, at: now });
  });
}
