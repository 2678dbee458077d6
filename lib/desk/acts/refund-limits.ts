import { askedForBy, askedForSince, lockAsker } from "@/db/refunds";
import type { ApiKey, KeyCaps } from "@/db/schema";
import type { Tx } from "@/db/store";
import { now } from "../../clock";
import type { Judged } from "../../payments/refunds/refund";
import { Problem } from "../../problem";
import { seoulDayBegan } from "../../seoul";
import { env } from "../../settings/env";
import { actorOf, type Staff } from "../staff/permissions";

// How much one person or one key gives back, of one order and in one day in Seoul. Decided under the order's lock, and
// under one of who asks, so that neither slices nor many orders at once get around it.

/**
 * Whether a member of staff may give this much back: above the shop's limits a second person must agree, and where they
 * have named the account it goes to. Throws refund_over_limit, refund_over_daily_limit.
 */
export async function judgeStaff(
  tx: Tx,
  staff: Staff,
  asked: Judged,
  { namesAccount }: { namesAccount: boolean },
): Promise<"at once" | "after approval"> {
  const { support, supportDaily, approvalAbove, approvalAboveDaily } = env().refundLimits;
  const { inAll, today } = await sumsOf(tx, actorOf(staff), asked);
  const { currency } = asked.payment;
  if (staff.role === "support") {
    assertWithin(inAll, limitOf(support, currency), "one order", "Ask a manager.");
    assertWithin(today, limitOf(supportDaily, currency), "one day", "Ask a manager.");
  }
  const isMuch = inAll > limitOf(approvalAbove, currency) || today > limitOf(approvalAboveDaily, currency);
  return isMuch || namesAccount ? "after approval" : "at once";
}

const otherKey = "A manager can create a key with a higher limit.";

/** Whether a key may have this much given back. Throws refund_over_limit, refund_over_daily_limit. */
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

/** What a key may give back; one of before there were caps has the shop's usual ones. */
export const capsOf = ({ caps }: Pick<ApiKey, "caps">): KeyCaps => caps ?? env().keyRefundCaps;

/** What somebody has asked for with this, of the order and since midnight, in minor units of the payment's currency. */
async function sumsOf(tx: Tx, actor: string, { payment: { orderId, currency }, amount }: Judged) {
  const at = now();
  await lockAsker(tx, actor, at);
  return {
    inAll: amount + (await askedForBy(tx, orderId, actor, currency)),
    today: amount + (await askedForSince(tx, actor, seoulDayBegan(at), currency)),
  };
}

function assertWithin(sum: number, limit: number, of: "one order" | "one day", otherwise: string) {
  if (sum <= limit) return;
  throw new Problem(
    of === "one order" ? "refund_over_limit" : "refund_over_daily_limit",
    `This refund exceeds the limit for ${of}. ${otherwise}`,
  );
}

/** Held money may have come in a currency that the shop does not sell in: of that nobody decides alone. */
const limitOf = (limits: Record<string, number>, currency: string) => limits[currency] ?? 0;
