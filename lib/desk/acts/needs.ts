import { recordAudit } from "@/db/audit";
import { recordEvents } from "@/db/events";
import { closeNeed, needById } from "@/db/needs";
import { lockOrder, orderById } from "@/db/orders";
import type { Need, NeedReason } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { stillStands } from "../../books/needs";
import { standingOf } from "../../payments/engine/needs";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

export type ResolvedNeed = {
  /** What staff found and did. */
  note: string;
  address: string;
};

/**
 * Marks a need as handled; the order's other needs stay open. Refused while the books show that it is not resolved:
 * then another verb resolves it, or it resolves automatically. Throws forbidden, not_found, outdated if it is already
 * closed, need_stands.
 */
export async function resolveNeed(
  staff: Staff,
  needId: string,
  { note, address }: ResolvedNeed,
  now: Date,
): Promise<Need> {
  assertMay(staff, "review:decide");
  return transaction(async (tx) => {
    const known = await needById(tx, needId);
    if (!known) throw new Problem("not_found", "There is no such item.");
    if (known.orderId) await lockOrder(tx, known.orderId);
    const by = actorOf(staff);
    const need = await closeNeed(tx, needId, { by, how: "resolved", at: now });
    if (!need) throw new Problem("outdated", "Someone already handled this, or it resolved by itself.");
    if (await standsStill(tx, need)) throw new Problem("need_stands", whatToDo(need.reason));
    const { orderId, reason, detail, subject, subjectId } = need;
    if (orderId)
      await recordEvents(tx, [
        {
          orderId,
          paymentId: need.paymentId ?? undefined,
          kind: "need_resolved",
          detail: { why: reason, by },
          at: now,
        },
      ]);
    const about = { reason, ...(detail ? { told: detail } : {}), [subject]: subjectId };
    await recordAudit(tx, {
      actor: by,
      action: "need_resolved",
      subject: (orderId && (await orderById(tx, orderId))?.number) || subjectId,
      detail: { need: need.id, ...about, note, before: { state: "open" }, after: { state: "resolved" } },
      address,
      at: now,
    });
    return need;
  });
}

const standsStill = async (tx: Tx, need: Need) =>
  need.orderId !== null && stillStands(need, await standingOf(tx, need.orderId));

/** How to resolve a need that still stands in the books. */
const whatToDo = (reason: NeedReason): string => remedies[reason] ?? "This is not resolved yet.";

const remedies: Partial<Record<NeedReason, string>> = {
  mismatch: "Accept or return the money in review first.",
  refunds_exceed_captured: "Refunds made and promised exceed the captured amount.",
  reversed_while_refunding: "Refunds made and promised exceed the captured amount.",
  refund_failed: "The shopper is still owed money from this payment, and no refund is in progress.",
  dispute_lost: "The shopper is still owed money from this payment, and no refund is in progress.",
  dispute_opened: "The cardholder's bank has not decided yet. This resolves by itself once it has.",
  key_died: "Retry the gateway request or give it up first.",
  not_found: "Retry the gateway request or give it up first.",
};
