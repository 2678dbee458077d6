import { recordAudit } from "@/db/audit";
import { newsById, reopenNews } from "@/db/inbox";
import type { InboxRow } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { waitAtMost } from "../../clock";
import { callerWaitMs } from "../../payments/engine/wait";
import { workOnNews } from "../../payments/worker/inbox";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

/**
 * Processes a webhook again, whatever its last outcome: reads the payment from the gateway and records the answer.
 * Returns the row as it is now. Throws forbidden, not_found, outdated while it is being processed or if its body was
 * erased.
 */
export async function workAgain(staff: Staff, id: string, address: string, now: Date): Promise<InboxRow> {
  assertMay(staff, "inbox:work");
  const before = await newsById(db, id);
  if (!before) throw new Problem("not_found", "There is no such webhook.");
  await transaction(async (tx) => {
    const reopened = await reopenNews(tx, id, now);
    if (!reopened) throw new Problem("outdated", "This webhook is being processed, or its body was erased.");
    await recordAudit(tx, {
      actor: actorOf(staff),
      action: "webhook_worked_again",
      subject: id,
      detail: { before: { state: before.state, note: before.note }, after: { state: "new" } },
      address,
      at: now,
    });
  });
  await waitAtMost(callerWaitMs, workOnNews(id));
  return (await newsById(db, id)) ?? before;
}
