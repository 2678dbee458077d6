import type { Payment } from "@/db/schema";
import { later, minutes } from "../clock";
import { gateway } from "../gateways";

/**
 * When the gateway is asked again by itself after a finding; null when nothing is to come. A slow bank's word and
 * what the gateway kept for itself come late and by themselves, and the news of them may be lost.
 */
export const nextLook = (
  payment: Pick<Payment, "gateway">,
  { status, fee }: Pick<Payment, "status" | "fee">,
  now: Date,
): Date | null => {
  const isExpecting =
    status === "confirming" || (status === "paid" && fee === null && gateway(payment.gateway).tellsFees);
  return isExpecting ? later(now, minutes(1)) : null;
};
