import { recordAudit } from "@/db/audit";
import { mailById, startAgain } from "@/db/mails";
import { lockOrder } from "@/db/orders";
import { db, transaction } from "@/db/store";
import { sendAgainAtMost } from "../../limits/letters";
import { factsOf } from "../../outbox/facts";
import { shouldSend } from "../../outbox/should-send";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

/**
 * Sends a letter to the shopper once more, with what it says now. Throws forbidden, not_found, outdated if it no longer
 * applies, is waiting to be sent already, or the shopper was erased, and too_many_requests if this shopper was sent many
 * again.
 */
export async function resendLetter(staff: Staff, mailId: string, address: string, now: Date): Promise<void> {
  assertMay(staff, "orders:write");
  const startingAgain = () =>
    transaction(async (tx) => {
      const mail = await mailById(tx, mailId);
      const order = mail && (await lockOrder(tx, mail.orderId));
      if (!mail || !order) throw new Problem("not_found", "There is no such letter.");
      if (order.erasedAt) throw new Problem("outdated", "The shopper of this order was erased.");
      if (!(await startAgain(tx, mailId, now)))
        throw new Problem("outdated", "This letter is waiting to be sent already, or no longer applies.");
      await recordAudit(tx, {
        actor: actorOf(staff),
        action: "letter_resent",
        subject: order.number,
        detail: { letter: mail.kind, before: { sent_at: mail.sentAt?.toISOString() ?? null } },
        address,
        at: now,
      });
    });
  await sendAgainAtMost(await recipientOf(mailId, now), startingAgain);
}

/**
 * Asked before the unit of work whether the letter still applies: if that changes meanwhile, it is not sent, and stays as
 * it was.
 */
async function recipientOf(mailId: string, now: Date): Promise<string> {
  const mail = await mailById(db, mailId);
  if (!mail) throw new Problem("not_found", "There is no such letter.");
  const facts = await factsOf(mail);
  if (shouldSend(mail, facts, now) === "skip")
    throw new Problem("letter_not_applicable", "This letter no longer applies, so it is not sent.");
  return facts.order.customerEmail;
}
