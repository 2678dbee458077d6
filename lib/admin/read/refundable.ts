import { env } from "@/lib/env";
import { mayDo } from "../../contracts/roles";
import { actorOf, type Staff } from "../staff";
import type { Dossier } from "./dossier";

/** A payment of which something can be given back, and how much of it this person may. Amounts in minor units. */
export type Refundable = {
  paymentId: string;
  left: number;
  currency: string;
  /** By which its rules are told. */
  rules: "toss_CARD" | "toss_VIRTUAL_ACCOUNT" | "toss_TRANSFER" | "toss_MOBILE" | "toss_EASY_PAY" | "stripe";
  /** Above this a second person must agree. */
  approvalAbove: number;
  /** The most that their role lets them give; null where it sets no limit. */
  mayGive: number | null;
};

/**
 * What somebody is shown before they give money back; what counts is decided again when they press. Undefined where
 * nothing is left, or it is not theirs to give.
 */
export function refundableOf(
  { payments, refunds, winner, disputes }: Dossier,
  staff: Staff,
): Refundable | undefined {
  if (!mayDo(staff.role, "refunds:write")) return undefined;
  const isLeft = (payment: Dossier["payments"][number]) =>
    payment.status !== "held" && payment.captured - payment.refunded - payment.refundPending > 0;
  const payment = [winner, ...payments].find((one) => one && isLeft(one));
  if (
    !payment ||
    disputes.some(
      ({ paymentId, state }) => paymentId === payment.id && (state === "open" || state === "lost"),
    )
  )
    return undefined;
  const { id, captured, refunded, refundPending, currency, gateway, method } = payment;
  const asked = refunds
    .filter(({ requestedBy, state }) => requestedBy === actorOf(staff) && state !== "failed")
    .reduce((sum, { amount }) => sum + amount, 0);
  const { support, approvalAbove } = env().refundLimits;
  const rest = (limits: Record<string, number>) => Math.max(0, (limits[currency] ?? 0) - asked);
  return {
    paymentId: id,
    left: captured - refunded - refundPending,
    currency,
    rules: gateway === "stripe" ? "stripe" : `toss_${method}`,
    approvalAbove: rest(approvalAbove),
    mayGive: staff.role === "support" ? rest(support) : null,
  };
}
