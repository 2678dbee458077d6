import type { Payment } from "@/db/schema";
import { hours, later, minutes } from "../../clock";
import { gateway } from "../../gateways";

type Standing = Pick<Payment, "status" | "fee" | "surface"> & {
  /** Whether a refund may still come back, or a dispute is open. */
  mayChange?: boolean;
};

/**
 * When to poll the gateway next; null if nothing more is expected. We poll because any webhook may get lost: about what
 * the shopper does on a gateway page, a slow bank's answer, the gateway's fee, a returned refund, or the end of a
 * dispute.
 */
export function nextLook(payment: Pick<Payment, "gateway">, standing: Standing, now: Date): Date | null {
  const { status, fee, surface, mayChange } = standing;
  if (status === "confirming") return later(now, minutes(1));
  // Anyone with the shop's keys may capture it, and the bank releases it after a while.
  if (status === "authorized") return later(now, hours(1));
  if (status === "paid" && fee === null && gateway(payment.gateway).tellsFees) return later(now, minutes(1));
  if (mayChange) return later(now, hours(1));
  return surface && (status === "ready" || status === "requires_action") ? later(now, minutes(3)) : null;
}
