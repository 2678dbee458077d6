import { askedForBy, askedForSince } from "@/db/refunds";
import { db } from "@/db/store";
import { blocksRefunds } from "@/lib/books/needs";
import { now } from "@/lib/clock";
import type { ArrivalKind } from "@/lib/contracts/arrivals";
import { traitsOf } from "@/lib/gateways/all-traits";
import type { RefundRules } from "@/lib/gateways/traits";
import { refundArrival } from "@/lib/refund-arrival";
import { seoulDayBegan } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { mayDo } from "../../contracts/roles";
import { actorOf, type Staff } from "../staff/permissions";
import type { Dossier } from "./dossier";

/** A payment that took money, and how much of it this person may give back. Amounts in minor units. */
export type Refundable = {
  paymentId: string;
  captured: number;
  left: number;
  currency: string;
  /** By which its rules are told. */
  rules: RefundRules;
  /** How it would come back if it were given now, all of it or a part; the shopper is told the same. */
  arrives: { whole: ArrivalKind; part: ArrivalKind };
  /** Above this a second person must agree, by what was given of the order and on this day. */
  approvalAbove: number;
  /** The most that their role lets them give; null where it sets no limit. */
  mayGive: number | null;
};

/**
 * What somebody is shown before they give money back; what counts is decided again when they press. Undefined where
 * nothing was taken, the bank has it, or it is not theirs to give.
 */
export async function refundableOf(
  { order, payments, winner, disputes }: Dossier,
  staff: Staff,
): Promise<Refundable | undefined> {
  if (!mayDo(staff.role, "refunds:write")) return undefined;
  const taken = [...(winner ? [winner] : []), ...payments].filter(
    ({ captured, status }) => captured > 0 && status !== "held",
  );
  // Of one whose money has all gone back the form still says what came of it.
  const payment = taken.find((one) => leftOf(one) > 0) ?? taken[0];
  if (!payment || disputes.some((one) => one.paymentId === payment.id && blocksRefunds(one)))
    return undefined;
  const { id, currency, gateway, method } = payment;
  const asked = await askedForBy(db, order.id, actorOf(staff), currency);
  const today = await askedForSince(db, actorOf(staff), seoulDayBegan(now()), currency);
  const { support, supportDaily, approvalAbove, approvalAboveDaily } = env().refundLimits;
  const rest = (ofOrder: Record<string, number>, ofDay: Record<string, number>) =>
    Math.max(0, Math.min((ofOrder[currency] ?? 0) - asked, (ofDay[currency] ?? 0) - today));
  return {
    paymentId: id,
    captured: payment.captured,
    left: Math.max(0, leftOf(payment)),
    currency,
    rules: traitsOf(gateway).refundRulesOf(method),
    arrives: {
      whole: refundArrival(payment, payment.captured, now()).kind,
      part: refundArrival(payment, 1, now()).kind,
    },
    approvalAbove: rest(approvalAbove, approvalAboveDaily),
    mayGive: staff.role === "support" ? rest(support, supportDaily) : null,
  };
}

const leftOf = ({ captured, refunded, refundPending }: Dossier["payments"][number]) =>
  captured - refunded - refundPending;
