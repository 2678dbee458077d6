import { insertAccepted } from "@/db/accepted-differences";
import { recordAudit } from "@/db/audit";
import { paymentById } from "@/db/payments";
import { db, type Tx, transaction } from "@/db/store";
import { endsByPosting, mayBeAccepted } from "../../contracts/differences";
import { postSettledFee } from "../../payments/settlement/accept-fee";
import type { Difference } from "../../payments/settlement/difference";
import { monthSpan, reconcileMonth } from "../../payments/settlement/reconcile";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

export type Acceptance = {
  /** Such as 2026-11. */
  month: string;
  /** The difference's key. */
  key: string;
  /** What staff found. */
  note: string;
  address: string;
};

/**
 * Accepts a difference of a month as it is now. If the settlement's fee is not the one in the books, what it has more or
 * less is posted; for all others the books are right already, and nothing is posted. Returns what was posted, in minor
 * units. Throws forbidden, not_found, outdated if it is not there any more, is different now, or was accepted.
 */
export async function acceptDifference(
  staff: Staff,
  { month, key, note, address }: Acceptance,
  now: Date,
): Promise<{ posted: number; currency: string }> {
  assertMay(staff, "differences:accept");
  const { live } = env();
  const { differences } = await reconcileMonth(db, monthSpan(month, live), now);
  const difference = differences.find((one) => one.key === key);
  if (!difference) throw new Problem("outdated", "This difference has changed, or is not there any more.");
  const {
    name,
    currency,
    gateway,
    transaction: gatewayRow,
    orderNumber,
    expected,
    listed,
    askFirst,
  } = difference;
  if (askFirst)
    throw new Problem(
      "outdated",
      "Something else of this payment differs too. Ask the gateway about it first: its answer may have this fee.",
    );
  if (!mayBeAccepted(difference))
    throw new Problem("not_found", "A difference of this kind cannot be accepted.");
  return transaction(async (tx) => {
    const acceptedBy = actorOf(staff);
    const posted = endsByPosting(name) ? await postFee(tx, difference, now) : 0;
    const row = { live, key, name, note, acceptedBy, acceptedAt: now };
    if (!endsByPosting(name) && !(await insertAccepted(tx, row)))
      throw new Problem("outdated", "Somebody has accepted this difference already.");
    await recordAudit(tx, {
      actor: acceptedBy,
      action: "difference_accepted",
      subject: orderNumber ?? gatewayRow ?? month,
      detail: { month, difference: name, gateway, row: gatewayRow, currency, expected, listed, posted, note },
      address,
      at: now,
    });
    return { posted, currency };
  });
}

/** Posts the fee as it was settled; refused if it is not the one that staff were shown. */
async function postFee(tx: Tx, { paymentId, currency, expected, listed }: Difference, now: Date) {
  const payment = paymentId === null ? undefined : await paymentById(tx, paymentId);
  if (!payment) throw new Problem("not_found", "The difference belongs to no payment.");
  // It would be posted a second time when the gateway tells it.
  if (payment.fee === null)
    throw new Problem("outdated", "The gateway has not told this fee yet. Ask it first.");
  const posted = await postSettledFee(tx, payment, currency, now);
  // Nothing is left if somebody has accepted it meanwhile.
  if (posted !== listed - (expected ?? 0)) throw new Problem("outdated", "The fee has changed meanwhile.");
  return posted;
}
