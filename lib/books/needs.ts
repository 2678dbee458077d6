import type { Dispute, Need, NeedReason, Payment } from "@/db/schema";
import type { Demanded } from "./demanded";
import type { Books } from "./read";
import { type Unsettled, unknownReasons, unknownsOf } from "./unknown";

// What is held, stuck or undecided waits for a person by what its own row says. The list of needs has each of these
// for as long as that is so: no longer, and whatever else about the payment was attended to.

/** The rows that tell what waits for a person. */
export type Standing = Pick<Books, "payments" | "calls" | "disputes"> & Unsettled;

/** Why more is promised than there is. */
const overdrawnReasons = ["refunds_exceed_captured", "reversed_while_refunding"] as const;

/** Why a call is stuck. */
export const stuckReasons = ["key_died", "not_found"] as const satisfies NeedReason[];

/** All that must be in the list, by what payments, calls and disputes say. Pure. */
export const demandedBy = ({
  payments,
  calls,
  disputes,
}: Pick<Books, "payments" | "calls" | "disputes">): Demanded[] => [
  ...payments
    .filter(({ status }) => status === "held")
    .map(({ id }) => demand("payment", id, id, ["mismatch"])),
  ...payments.filter(isOverdrawn).map(({ id }) => demand("payment", id, id, overdrawnReasons)),
  ...calls
    .filter(({ state }) => state === "stuck")
    .map(({ id, paymentId }) => demand("call", id, paymentId, stuckReasons)),
  ...disputes
    .filter(isUndecided)
    .map(({ id, paymentId }) => demand("dispute", id, paymentId, ["dispute_opened"])),
];

const demand = (
  subject: Need["subject"],
  subjectId: string,
  paymentId: string,
  reasons: readonly NeedReason[],
): Demanded => ({ subject, subjectId, paymentId, reasons });

type Open = Pick<Need, "reason" | "subjectId" | "paymentId">;

/** True of a need of which the books say that it is so still, whatever anybody thinks. Pure. */
export const stillStands = (need: Open, standing: Standing): boolean =>
  [...demandedBy(standing), ...unknownsOf(standing)].some((demanded) => isFor(need, demanded)) ||
  (afterLoss.has(need.reason) &&
    standing.payments.some((payment) => payment.id === need.paymentId && isOwed(payment, standing.disputes)));

export const isFor = (need: Open, { subjectId, reasons }: Demanded) =>
  need.subjectId === subjectId && reasons.includes(need.reason);

/** Needs that end by themselves once they stand no longer. What else happened stays until somebody has looked at it. */
export const endsByItself: ReadonlySet<NeedReason> = new Set([
  "mismatch",
  "dispute_opened",
  ...stuckReasons,
  ...unknownReasons,
] as const);

const afterLoss: ReadonlySet<NeedReason> = new Set(["refund_failed", "dispute_lost"] as const);

/** More is promised or given than was taken. */
export const isOverdrawn = ({ captured, refunded, refundPending }: Payment) =>
  refunded + refundPending > captured;

/** True of money that was taken and never sold, and that nobody gives back. What a bank has, nobody can. */
export const isOwed = (
  { id, credited, captured, refunded, refundPending }: Payment,
  disputes: Pick<Dispute, "paymentId" | "state">[],
) =>
  credited !== null &&
  credited !== "sales" &&
  captured > refunded + refundPending &&
  !disputes.some((dispute) => dispute.paymentId === id && blocksRefunds(dispute));

/** True while the bank has not decided. */
export const isUndecided = ({ state }: Pick<Dispute, "state">) => state === "inquiry" || state === "open";

/** True of a dispute whose money the bank has, or has given away: giving it back would pay it twice. */
export const blocksRefunds = ({ state }: Pick<Dispute, "state">) => state === "open" || state === "lost";
