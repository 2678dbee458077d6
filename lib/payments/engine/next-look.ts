import type { Payment } from "@/db/schema";
import { hours, later, minutes } from "../../clock";
import { gateway } from "../../gateways";

type Standing = Pick<Payment, "status" | "fee" | "door"> & {
  /** True while a refund may come back, or a bank decides about a dispute. */
  mayChange?: boolean;
};

/**
 * When the gateway is asked again by itself after a finding; null when nothing is to come. What a shopper does on a
 * page of the gateway's, a slow bank's word, what the gateway kept for itself, a refund that comes back, how a dispute
 * ends: the news of each may be lost.
 */
export function nextLook(payment: Pick<Payment, "gateway">, standing: Standing, now: Date): Date | null {
  const { status, fee, door, mayChange } = standing;
  if (status === "confirming") return later(now, minutes(1));
  // Whoever has the shop's keys may capture it, and its bank lets go of it after a while.
  if (status === "authorized") return later(now, hours(1));
  if (status === "paid" && fee === null && gateway(payment.gateway).tellsFees) return later(now, minutes(1));
  if (mayChange) return later(now, hours(1));
  return door && (status === "ready" || status === "requires_action") ? later(now, minutes(3)) : null;
}
