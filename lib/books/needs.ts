import type { Dispute, Need, NeedReason, Payment } from "@/db/schema";
import type { Demanded } from "./demanded";
import type { Books } from "./read";
import { type Unfinished, unknownReasons, unknownsOf } from "./unknown";

// What is in review, stuck or undecided waits for an operator, according to its own row. It stays in the list of needs
// exactly as long as the row says so, whatever else about the payment was attended to.

/** The rows that show what waits for an operator. */
export type Standing = Pick<Books, "payments" | "calls" | "disputes"> & Unfinished;

/** Why more was promised than there is. */
const overdrawnReasons = ["refunds_exceed_captured", "reversed_while_refunding"] as const;

/** Why a call is stuck. */
export const stuckReasons = ["key_died", "not_found"] as const satisfies NeedReason[];

/** Everything that must be in the list according to payments, calls and disputes. Pure. */
export const demandedBy = ({
  payments,
  calls,
  disputes,
}: Pick<Books, "payments" | "calls" | "disputes">): Demanded[] => [
  ...payments
    .filter(({ status }) => status === "in_review")
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

/** Whether a need still applies according to the books, whatever an operator thinks. Pure. */
export const stillStands = (need: Open, standing: Standing): boolean =>
  [...demandedBy(standing), ...unknownsOf(standing)].some((demanded) => isFor(need, demanded)) ||
  (afterLoss.has(need.reason) &&
    standing.payments.some((payment) => payment.id === need.paymentId && isOwed(payment, standing.disputes)));

export const isFor = (need: Open, { subjectId, reasons }: Demanded) =>
  need.subjectId === subjectId && reasons.includes(need.reason);

/** Needs that end automatically once they no longer apply. All others stay until an operator has handled them. */
export const endsByItself: ReadonlySet<NeedReason> = new Set([
  "mismatch",
  "dispute_opened",
  ...stuckReasons,
  ...unknownReasons,
] as const);

const afterLoss: ReadonlySet<NeedReason> = new Set(["refund_failed", "dispute_lost"] as const);

/** More was promised or refunded than was captured. */
export const isOverdrawn = ({ captured, refunded, refundPending }: Payment) =>
  refunded + refundPending > captured;

/**
 * Whether money was captured without a sale and is not being refunded. Money a bank has withdrawn cannot be refunded.
 */
export const isOwed = (
  { id, credited, captured, refunded, refundPending }: Payment,
  disputes: Pick<Dispute, "paymentId" | "state">[],
) =>
  credited !== null &&
  credited !== "sales" &&
  captured > refunded + refundPending &&
  !disputes.some((dispute) => dispute.paymentId === id && blocksRefunds(dispute));

/** Whether the bank has not decided yet. */
export const isUndecided = ({ state }: Pick<Dispute, "state">) => state === "inquiry" || state === "open";

/** Whether the bank holds or has paid out the disputed money, so that a refund would pay it twice. */
export const blocksRefunds = ({ state }: Pick<Dispute, "state">) => state === "open" || state === "lost";
