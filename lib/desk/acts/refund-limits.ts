import { askedForBy, askedForSince, type Counted, lockAsker } from "@/db/refunds";
import type { ApiKey, KeyCaps } from "@/db/schema";
import type { Tx } from "@/db/store";
import { now } from "../../clock";
import type { Judged } from "../../payments/refunds/refund";
import { Problem } from "../../problem";
import { seoulDayBegan } from "../../seoul";
import { env } from "../../settings/env";
import { actorOf, type Staff } from "../staff/permissions";

// How much one staff member or one key may refund, per order and per day in Seoul. Decided under the order's lock and a
// lock on the requester, so that neither splitting a refund nor refunding many orders at once gets around a limit.

/**
 * Whether a staff member may refund this amount: a second person must approve it if it exceeds the shop's limits, if
 * staff named the account it goes to, or if support sends what is above its own limits for approval. Those limits count
 * what support refunds alone: what a manager decides about uses none of them up. Throws refund_over_limit,
 * refund_over_daily_limit.
 */
export async function judgeStaff(
  tx: Tx,
  staff: Staff,
  asked: Judged,
  { namesAccount, forApproval }: { namesAccount: boolean; forApproval: boolean },
): Promise<"at once" | "after approval"> {
  const { support, supportDaily, approvalAbove, approvalAboveDaily } = env().refundLimits;
  const { currency } = asked.payment;
  if (forApproval) return "after approval";
  if (staff.role === "support" && !namesAccount) {
    const alone = await sumsOf(tx, actorOf(staff), asked, "alone");
    assertWithin(alone.inAll, limitOf(support, currency), "one order", "Send it to a manager for approval.");
    assertWithin(
      alone.today,
      limitOf(supportDaily, currency),
      "one day",
      "Send it to a manager for approval.",
    );
  }
  const { inAll, today } = await sumsOf(tx, actorOf(staff), asked);
  const isMuch = inAll > limitOf(approvalAbove, currency) || today > limitOf(approvalAboveDaily, currency);
  return isMuch || namesAccount ? "after approval" : "at once";
}

const otherKey = "A manager can create a key with a higher limit.";

/** Whether a key may refund this amount. Throws refund_over_limit, refund_over_daily_limit. */
export const judgeKey =
  (key: ApiKey) =>
  async (tx: Tx, asked: Judged): Promise<"at once"> => {
    const { perOrder, perDay } = capsOf(key);
    const { inAll, today } = await sumsOf(tx, `key:${key.id}`, asked);
    const { currency } = asked.payment;
    assertWithin(inAll, limitOf(perOrder, currency), "one order", otherKey);
    assertWithin(today, limitOf(perDay, currency), "one day", otherKey);
    return "at once";
  };

/** A key's refund caps; a key made before caps existed has the shop's defaults. */
export const capsOf = ({ caps }: Pick<ApiKey, "caps">): KeyCaps => caps ?? env().keyRefundCaps;

/**
 * What this requester has requested including this refund, for the order and since midnight in Seoul, in minor units of
 * the payment's currency.
 */
async function sumsOf(
  tx: Tx,
  requestedBy: string,
  { payment: { orderId, currency }, amount }: Judged,
  counted: Counted = "all",
) {
  const at = now();
  await lockAsker(tx, requestedBy, at);
  const asker = { requestedBy, currency, counted };
  return {
    inAll: amount + (await askedForBy(tx, orderId, asker)),
    today: amount + (await askedForSince(tx, seoulDayBegan(at), asker)),
  };
}

function assertWithin(sum: number, limit: number, of: "one order" | "one day", otherwise: string) {
  if (sum <= limit) return;
  throw new Problem(
    of === "one order" ? "refund_over_limit" : "refund_over_daily_limit",
    `This refund exceeds the limit for ${of}. ${otherwise}`,
  );
}

/** Held money may be in a currency the shop does not sell in. Its limit is 0, so nobody decides on it alone. */
const limitOf = (limits: Record<string, number>, currency: string) => limits[currency] ?? 0;
