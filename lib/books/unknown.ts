import type { NeedReason, Payment } from "@/db/schema";
import { days, hours, later } from "../clock";
import type { Demanded } from "./demanded";
import type { Books } from "./read";
import { asked } from "./rule";

// Nothing stays unknown forever: an unanswered request to a gateway is looked up again and again, and after a limit an
// operator sees it. The same goes for what waits for a slow bank, or for somebody outside the shop.

/** The rows that show what is unknown or waits too long. */
export type Unfinished = Pick<Books, "payments" | "calls" | "refunds" | "failedNews">;

/** After how long an operator sees what is still unknown, in milliseconds. docs/rules.md gives the reasons. */
export const seenAfterMs = {
  silence: hours(1),
  bank: days(14),
  hold: days(3),
  refund: days(14),
  account: days(3),
  approval: days(1),
} as const;

/** How long before a bank releases money on hold an operator must know of it, in milliseconds. */
export const captureDueMs = days(1);

/** Something unknown: since when, and after how many milliseconds an operator must see it. */
export type Unknown = Demanded & { detail: string; since: Date; boundMs: number };

/** Everything that is unknown or waits for somebody, however recent. Pure. */
export const unknownsOf = ({ payments, calls, refunds, failedNews }: Unfinished): Unknown[] => {
  const pending = calls.filter(({ state }) => state === "pending");
  const untold = pending.filter(({ toldAt }) => toldAt === null);
  // For these it is not known whether a bank is working on them.
  const without = new Set(
    [...untold, ...calls.filter(({ state }) => state === "stuck")].map(({ paymentId }) => paymentId),
  );
  return [
    ...untold.map(({ paymentId, kind, unknownWhy, askedAt }) =>
      ofPayment(paymentId, unanswered, askedAt, seenAfterMs.silence, `${kind}: ${unknownWhy ?? "no answer"}`),
    ),
    ...payments.flatMap(({ id, status, unknownSince }) =>
      unknownSince && (asked.has(status) || pending.some(({ paymentId }) => paymentId === id))
        ? [ofPayment(id, unanswered, unknownSince, seenAfterMs.silence, "look: no answer")]
        : [],
    ),
    ...payments
      .filter(({ id, status }) => status === "confirming" && !without.has(id))
      .map(({ id, createdAt }) => ofPayment(id, ["slow_bank"], createdAt, seenAfterMs.bank)),
    ...payments.filter(({ status }) => status === "authorized").flatMap(unknownsOfHold),
    ...pending.flatMap(({ paymentId, refundId, toldAt, askedAt }) =>
      refundId && toldAt ? [ofRefund(paymentId, refundId, ["refund_slow"], askedAt, seenAfterMs.refund)] : [],
    ),
    ...untold.flatMap(({ paymentId, refundId, askedAt }) =>
      // The worker that fails to decrypt the account reports that at once.
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

/** Money on hold that nobody captures, and a capture that failed; the worker that learns of that reports it at once. */
const unknownsOfHold = ({ id, createdAt, captureBefore, failureCode }: Payment): Unknown[] => [
  captureBefore
    ? ofPayment(id, ["capture_due"], later(captureBefore, -captureDueMs), 0)
    : ofPayment(id, ["authorized_long"], createdAt, seenAfterMs.hold),
  ...(failureCode ? [ofPayment(id, ["capture_failed"], createdAt, Number.POSITIVE_INFINITY)] : []),
];

/** What an operator must see at `at`. Pure. */
export const overdueAt = (unfinished: Unfinished, at: Date): Unknown[] =>
  unknownsOf(unfinished).filter(({ since, boundMs }) => at.getTime() - since.getTime() >= boundMs);

/** No answer, or a gateway that rejects our keys when we ask for the outcome. */
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

/** Needs about something unknown; they end once it is known. */
export const unknownReasons = [
  ...unanswered,
  "slow_bank",
  "authorized_long",
  "capture_due",
  "capture_failed",
  "refund_slow",
  "account_unreadable",
  "waits_for_account",
  "waits_for_approval",
  "news_unanswered",
] as const satisfies NeedReason[];
