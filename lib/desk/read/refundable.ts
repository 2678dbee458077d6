import { type Asker, askedForBy, askedForSince } from "@/db/refunds";
import { db } from "@/db/store";
import { blocksRefunds } from "@/lib/books/needs";
import { now } from "@/lib/clock";
import type { ArrivalKind } from "@/lib/contracts/arrivals";
import { traitsOf } from "@/lib/gateways/all-traits";
import type { RefundRules, RefundWindow, WholeOnly } from "@/lib/gateways/traits";
import { refundArrival } from "@/lib/refund-arrival";
import { isTooLate, refundTerms } from "@/lib/refund-terms";
import { seoulDayBegan } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { leftOf as leftAfterRefunds } from "@/lib/tax";
import { mayDo } from "../../contracts/roles";
import { actorOf, type Staff } from "../staff/permissions";
import type { Dossier } from "./dossier";

/** A payment that took money, and how much of it this staff member may refund. Amounts in minor units. */
export type Refundable = {
  paymentId: string;
  captured: number;
  left: number;
  /** The part of `left` that is for tax-free goods. */
  taxFreeLeft: number;
  currency: string;
  /** Which refund rules the form shows. */
  rules: RefundRules;
  /** Until when the gateway refunds it, and whether that is over; null if the gateway sets no limit. */
  window: (RefundWindow & { isOver: boolean }) | null;
  /** Whether the card company may refuse a refund because the payment is old. */
  mayFail: boolean;
  /** Why only the whole is refunded; null if parts are possible. */
  wholeOnly: WholeOnly | null;
  /** The smallest part that is refunded; 0 if any part is. */
  leastPart: number;
  /** How the money would arrive if it were refunded now, in whole or in part; the shopper reads the same. */
  arrives: { whole: ArrivalKind; part: ArrivalKind };
  /** Above this a second person must approve, given what was already refunded for the order and today. */
  approvalAbove: number;
  /** The most their role may refund without approval; null if it has no limit. */
  mayGive: number | null;
};

/**
 * What staff see before they refund; everything is checked again on submit. Undefined if nothing was captured, a
 * dispute blocks refunds, or their role may not refund.
 */
export async function refundableOf(
  { order, payments, winner, disputes, refunds }: Dossier,
  staff: Staff,
): Promise<Refundable | undefined> {
  if (!mayDo(staff.role, "refunds:write")) return undefined;
  const taken = [...(winner ? [winner] : []), ...payments].filter(
    ({ captured, status }) => captured > 0 && status !== "in_review",
  );
  // If everything is refunded, the form still shows what came of the refund.
  const payment = taken.find((one) => leftOf(one) > 0) ?? taken[0];
  if (!payment || disputes.some((one) => one.paymentId === payment.id && blocksRefunds(one)))
    return undefined;
  const { id, currency, gateway, method } = payment;
  const at = now();
  const { window, mayFailAfter, wholeOnly, leastPart } = refundTerms(payment);
  const asker = { requestedBy: actorOf(staff), currency };
  const all = await askedBy(order.id, asker, at);
  const { support, supportDaily, approvalAbove, approvalAboveDaily } = env().refundLimits;
  const rest = (ofOrder: Record<string, number>, ofDay: Record<string, number>, sums = all) =>
    Math.max(0, Math.min((ofOrder[currency] ?? 0) - sums.asked, (ofDay[currency] ?? 0) - sums.today));
  return {
    paymentId: id,
    captured: payment.captured,
    left: Math.max(0, leftOf(payment)),
    taxFreeLeft: taxFreeLeftOf(payment, refunds),
    currency,
    rules: traitsOf(gateway).refundRulesOf(method),
    window: window && { ...window, isOver: isTooLate(payment, at) },
    mayFail: mayFailAfter !== null && at > mayFailAfter,
    wholeOnly,
    leastPart,
    arrives: {
      whole: refundArrival(payment, payment.captured, at).kind,
      part: refundArrival(payment, 1, at).kind,
    },
    approvalAbove: rest(approvalAbove, approvalAboveDaily),
    mayGive:
      staff.role === "support"
        ? rest(support, supportDaily, await askedBy(order.id, { ...asker, counted: "alone" }, at))
        : null,
  };
}

/** What a staff member has asked to refund, for the order and today. */
const askedBy = async (orderId: string, asker: Asker, at: Date) => ({
  asked: await askedForBy(db, orderId, asker),
  today: await askedForSince(db, seoulDayBegan(at), asker),
});

const leftOf = ({ captured, refunded, refundPending }: Dossier["payments"][number]) =>
  captured - refunded - refundPending;

/** What neither was refunded nor is reserved, of what was paid for tax-free goods. */
const taxFreeLeftOf = (payment: Dossier["payments"][number], refunds: Dossier["refunds"]) =>
  refunds
    .filter(({ paymentId, state }) => paymentId === payment.id && state !== "done" && state !== "failed")
    .reduce((left, { taxFree }) => Math.max(0, left - taxFree), leftAfterRefunds(payment).taxFree);
