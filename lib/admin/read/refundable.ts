import { env } from "@/lib/env";
import { mayDo } from "../../contracts/roles";
import { actorOf, type Staff } from "../staff";
import type { Dossier } from "./dossier";

/** A payment that took money, and how much of it this person may give back. Amounts in minor units. */
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
 * nothing was taken, the bank has it, or it is not theirs to give.
 */
export function refundableOf(
  { payments, refunds, winner, disputes }: Dossier,
  staff: Staff,
): Refundable | undefined {
  if (!mayDo(staff.role, "refunds:write")) return undefined;
  const leftOf = ({ captured, refunded, refundPending }: Dossier["payments"][number]) =>
    captured - refunded - refundPending;
  const taken = [winner, ...payments].filter((one) => one && one.captured > 0 && one.status !== "held");
  // Of one whose money has all gone back the form still says what came of it.
  const payment = taken.find((one) => one && leftOf(one) > 0) ?? taken[0];
  if (
    !payment ||
    disputes.some(
      ({ paymentId, state }) => paymentId === payment.id && (state === "open" || state === "lost"),
    )
  )
    return undefined;
  const { id, currency, gateway, method } = payment;
  const asked = refunds
    .filter(({ requestedBy, state }) => requestedBy === actorOf(staff) && state !== "failed")
    .reduce((sum, { amount }) => sum + amount, 0);
  const { support, approvalAbove } = env().refundLimits;
  const rest = (limits: Record<string, number>) => Math.max(0, (limits[currency] ?? 0) - asked);
  return {
    paymentId: id,
    left: Math.max(0, leftOf(payment)),
    currency,
    rules: gateway === "stripe" ? "stripe" : `toss_${method}`,
    approvalAbove: rest(approvalAbove),
    mayGive: staff.role === "support" ? rest(support) : null,
  };
}
