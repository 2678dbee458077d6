import { standingCallsOf } from "@/db/calls";
import { disputesOfPayments } from "@/db/disputes";
import { closeNeed, type NewNeed, openNeed, openNeedsOfOrder } from "@/db/needs";
import { paymentsOf } from "@/db/payments";
import { refundsOfOrder } from "@/db/refunds";
import type { Need, NeedReason, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import { failedNewsOf } from "@/db/unknown";
import { raise } from "../../alarms/raise";
import { endsByItself, stillStands } from "../../books/needs";

/** A need that is about a payment, or about something of it. */
export const needOf = (
  { id, orderId }: Pick<Payment, "id" | "orderId">,
  reason: NeedReason,
  detail?: string,
  about: Pick<Need, "subject" | "subjectId"> = { subject: "payment", subjectId: id },
): NewNeed => ({ orderId, paymentId: id, reason, detail, ...about });

/** Puts needs on the list and raises an alarm for each that is new. Their order's lock is held by the caller. */
export async function callPerson(tx: Tx, needs: NewNeed[], at: Date): Promise<Need[]> {
  const opened: Need[] = [];
  for (const need of needs) {
    const row = await openNeed(tx, need, at);
    if (!row) continue;
    opened.push(row);
    const { reason, detail, subject, subjectId, orderId, paymentId } = row;
    raise(
      "person_needed",
      {
        need: row.id,
        why: reason,
        code: detail,
        [subject]: subjectId,
        order: orderId,
        payment: paymentId,
      },
      "a person is needed",
    );
  }
  return opened;
}

/** Who brought it about that needs are over, and how; nobody where they ended by themselves. */
type Ending = { by: string; how: NonNullable<Need["closedHow"]> };

/**
 * Takes off the list what is about an order and ended by what was just written. What else waits for a person stays. The
 * order's lock is held by the caller.
 */
export async function endNeeds(
  tx: Tx,
  orderId: string,
  at: Date,
  ending: Ending = { by: "system", how: "ended" },
): Promise<void> {
  const open = (await openNeedsOfOrder(tx, orderId)).filter(({ reason }) => endsByItself.has(reason));
  if (open.length === 0) return;
  const standing = await standingOf(tx, orderId);
  for (const need of open) if (!stillStands(need, standing)) await closeNeed(tx, need.id, { ...ending, at });
}

/** What tells whether the needs of an order stand. */
export async function standingOf(tx: Tx, orderId: string) {
  const payments = await paymentsOf(tx, orderId);
  const ids = payments.map(({ id }) => id);
  return {
    payments,
    calls: (await Promise.all(ids.map((id) => standingCallsOf(tx, id)))).flat(),
    refunds: await refundsOfOrder(tx, orderId),
    disputes: await disputesOfPayments(tx, ids),
    failedNews: await failedNewsOf(tx, ids),
  };
}
