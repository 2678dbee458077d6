import type { Order, Payment } from "@/db/schema";
import type { cancelWays } from "../../contracts/cancel-requests";
import type { ShopperCancel } from "../../settings/variables";

export type CancelWay = (typeof cancelWays)[number];

/**
 * The part of `cancelWayOf` that needs no database, before disputes are checked. `undecided` is what is reserved and
 * awaits a second person, in minor units; shoppers do not see it.
 */
export function wayBy(
  mode: ShopperCancel,
  order: Pick<Order, "status" | "askingPaymentId" | "shippedAt">,
  payment: Pick<Payment, "captured" | "refunded" | "refundPending"> | undefined,
  undecided: number,
): CancelWay {
  if (mode === "off" || order.askingPaymentId) return "no";
  if (order.status === "open" || order.status === "waiting_for_deposit") return "cancel";
  // Nothing is refunded: the shop voids what the bank holds.
  if (order.status === "authorized") return "ask";
  if (order.status !== "paid" || !payment) return "no";
  const { captured, refunded, refundPending } = payment;
  if (captured - refunded - (refundPending - undecided) <= 0) return "no";
  return mode === "refund" && !order.shippedAt && refunded + refundPending === 0 ? "refund" : "ask";
}
