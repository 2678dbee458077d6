import type { Payment } from "@/db/schema";
import { later, minutes } from "../clock";
import { gateway } from "../gateways";

type Standing = Pick<Payment, "status" | "fee" | "door">;

/**
 * When the gateway is asked again by itself after a finding; null when nothing is to come. What a shopper does on a
 * page of the gateway's, a slow bank's word, what the gateway kept for itself: the news of each may be lost.
 */
export function nextLook(payment: Pick<Payment, "gateway">, standing: Standing, now: Date): Date | null {
  const { status, fee, door } = standing;
  if (status === "confirming") return later(now, minutes(1));
  if (status === "paid" && fee === null && gateway(payment.gateway).tellsFees) return later(now, minutes(1));
  return door && (status === "ready" || status === "requires_action") ? later(now, minutes(3)) : null;
}
