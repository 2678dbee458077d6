import type { NeedReason, Payment } from "@/db/schema";
import { days, hours } from "../clock";
import type { Demanded } from "./demanded";
import type { Books } from "./read";
import { asked } from "./rule";

// Unknown has an end: what was asked of a gateway and has no answer is looked at again and again, and after a bound a
// person sees it. So it is with what waits for a slow bank, or for somebody else than the shop.

/** The rows that tell what is not known, or waits too long. */
export type Unsettled = Pick<Books, "payments" | "calls" | "refunds" | "failedNews">;

/** After how long a person sees what is not known yet, in milliseconds. docs/rules.md says why. */
export const seenAfterMs = {
  silence: hours(1),
  bank: days(14),
  hold: days(3),
  refund: days(14),
  account: days(3),
  approval: days(1),
} as const;

/** Something that is not known, since when, and from when on a person must see it. */
export type Unknown = Demanded & { detail: string; since: Date; boundMs: number };

/** All that is not known, or waits for somebody, however young it is. Pure. */
export const unknownsOf = ({ payments, calls, refunds, failedNews }: Unsettled): Unknown[] => {
  const open = calls.filter(({ state }) => state === "open");
  const untold = open.filter(({ toldAt }) => toldAt === null);
  // Nobody knows of these that a bank works on them.
  const without = new Set(
    [...untold, ...calls.filter(({ state }) => state === "stuck")].map(({ paymentId }) => paymentId),
  );
  return [
    ...untold.map(({ paymentId, kind, unknownWhy, askedAt }) =>
      ofPayment(paymentId, unanswered, askedAt, seenAfterMs.silence, `${kind}: ${unknownWhy ?? "no answer"}`),
    ),
    ...payments.flatMap(({ id, status, unknownSince }) =>
      unknownSince && (asked.has(status) || open.some(({ paymentId }) => paymentId === id))
        ? [ofPayment(id, unanswered, unknownSince, seenAfterMs.silence, "look: no answer")]
        : [],
    ),
    ...payments
      .filter(({ id, status }) => status === "confirming" && !without.has(id))
      .map(({ id, createdAt }) => ofPayment(id, ["slow_bank"], createdAt, seenAfterMs.bank)),
    ...payments
      .filter(({ status }) => status === "authorized")
      .map(({ id, createdAt }) => ofPayment(id, ["held_long"], createdAt, seenAfterMs.hold)),
    ...open.flatMap(({ paymentId, refundId, toldAt, askedAt }) =>
      refundId && toldAt ? [ofRefund(paymentId, refundId, ["refund_slow"], askedAt, seenAfterMs.refund)] : [],
    ),
    ...untold.flatMap(({ paymentId, refundId, askedAt }) =>
      // Whoever finds that it cannot be opened says so at once.
      refundId
        ? [ofRefund(paymentId, refundId, ["account_unreadable"], askedAt, Number.POSITIVE_INFINITY)]
        : [],
    ),
    ...refunds.flatMap(({ id, paymentId, state, createdAt, decidedAt }) =>
      state === "waiting_for_account"
        ? [ofRefund(paymentId, id, ["waits_for_account"], decidedAt ?? createdAt, seenAfterMs.account)]
        : state === "waiting_for_approval"
          ? [ofRefund(paymentId, id, ["waits_for_approval"], createdAt, seenAfterMs.approval)]
          : [],
    ),
    ...failedNews.map(({ paymentId, receivedAt, note }) =>
      ofPayment(paymentId, ["news_unanswered"], receivedAt, seenAfterMs.silence, note ?? ""),
    ),
  ];
};

/** What of it a person must see at `at`. Pure. */
export const overdueAt = (unsettled: Unsettled, at: Date): Unknown[] =>
  unknownsOf(unsettled).filter(({ since, boundMs }) => at.getTime() - since.getTime() >= boundMs);

/** Silence, or a gateway that refuses our keys when it is asked what became of it. */
const unanswered = ["unanswered", "setup"] as const satisfies NeedReason[];

const ofPayment = (
  id: Payment["id"],
  reasons: readonly NeedReason[],
  since: Date,
  boundMs: number,
  detail = "",
): Unknown => ({ subject: "payment", subjectId: id, paymentId: id, reasons, since, boundMs, detail });

const ofRefund = (
  paymentId: string,
  refundId: string,
  reasons: readonly NeedReason[],
  since: Date,
  boundMs: number,
): Unknown => ({ subject: "refund", subjectId: refundId, paymentId, reasons, since, boundMs, detail: "" });

/** Needs that are about what is not known; they end when it is. */
export const unknownReasons = [
  ...unanswered,
  "slow_bank",
  "held_long",
  "refund_slow",
  "account_unreadable",
  "waits_for_account",
  "waits_for_approval",
  "news_unanswered",
] as const satisfies NeedReason[];
