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

/** A need about a payment, or about something that belongs to it. */
export const needOf = (
  { id, orderId }: Pick<Payment, "id" | "orderId">,
  reason: NeedReason,
  detail?: string,
  about: Pick<Need, "subject" | "subjectId"> = { subject: "payment", subjectId: id },
): NewNeed => ({ orderId, paymentId: id, reason, detail, ...about });

/** Adds needs to the list and raises an alarm for each new one. The caller holds their order's lock. */
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

/** Who closed the needs, and how; `system` if they ended automatically. */
type Ending = { by: string; how: NonNullable<Need["closedHow"]> };

/**
 * Closes an order's needs that no longer stand after the latest write. Needs that do not end automatically stay. The
 * caller holds the order's lock.
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

/** The rows that decide whether an order's needs still stand. */
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
