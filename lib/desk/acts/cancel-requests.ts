import { recordAudit } from "@/db/audit";
import { cancelRequestById, moveCancelRequest } from "@/db/cancel-requests";
import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { lockOrder } from "@/db/orders";
import type { CancelRequest } from "@/db/schema";
import { transaction } from "@/db/store";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

// Staff grant a shopper's cancel request by refunding everything the shopper paid (payments/cancel-granted.ts), or
// decline it here with an answer for the shopper.

/**
 * Declines a shopper's cancel request. The shopper reads `answer` on their order's page and in a letter. Repeating the
 * same answer as the same person changes nothing. Throws forbidden, not_found, outdated.
 */
export async function declineCancelRequest(
  staff: Staff,
  id: string,
  { answer, address }: { answer: string; address: string },
  now: Date,
): Promise<CancelRequest> {
  assertMay(staff, "orders:write");
  const actor = actorOf(staff);
  return transaction(async (tx) => {
    const known = await cancelRequestById(tx, id);
    const order = known && (await lockOrder(tx, known.orderId));
    if (!order) throw new Problem("not_found", "There is no such request.");
    const decision = { state: "declined", answer, decidedBy: actor, decidedAt: now } as const;
    const declined = await moveCancelRequest(tx, id, "asked", decision);
    if (!declined) {
      const standing = await cancelRequestById(tx, id);
      if (standing?.state === "declined" && standing.decidedBy === actor && standing.answer === answer)
        return standing;
      throw new Problem("outdated", "This request is no longer waiting for an answer.");
    }
    await recordEvents(tx, [
      { orderId: order.id, kind: "cancel_declined", detail: { request: id, by: actor }, at: now },
    ]);
    await recordAudit(tx, {
      actor,
      action: "cancel_request_declined",
      subject: order.number,
      detail: { request: id, answer, before: { state: "asked" }, after: { state: "declined" } },
      address,
      at: now,
    });
    await queueMail(tx, { orderId: order.id, kind: "cancel_declined", cause: id, sendAt: now, now });
    return declined;
  });
}
