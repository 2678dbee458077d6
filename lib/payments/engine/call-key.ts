import type { Call } from "@/db/schema";

/**
 * The key for a payment's next confirm, `<payment>:confirm:<n>`. `n` goes up, unless the `last` confirm with the same
 * payment key never got an answer: it may still be under way, so its key is reused.
 */
export function nextConfirmKey(paymentId: string, paymentKey: string, last: Call | undefined) {
  const n = last ? (mayBeUnderWay(last, paymentKey) ? last.n : last.n + 1) : 1;
  // If an earlier request may still be under way, keep its time: an answer to this request says nothing about that one.
  const silentAt = last && n === last.n ? (last.silentAt ?? last.askedAt) : null;
  return { id: `${paymentId}:confirm:${n}`, n, silentAt };
}

const mayBeUnderWay = (last: Call, paymentKey: string) =>
  last.state === "moot" &&
  last.sent.kind === "confirm" &&
  last.sent.paymentKey === paymentKey &&
  !isAnswered(last);

/** Whether the gateway answered a call with an error, which it would only replay for the same key. */
export const isAnswered = (call: Pick<Call, "unknownWhy">) => !unanswered.has(call.unknownWhy);

const unanswered: ReadonlySet<Call["unknownWhy"]> = new Set([
  null,
  "timeout",
  "unreachable",
  "not_sent",
  "in_progress",
]);

/** Whether the gateway rejected a call for what it is. It would reject it again, so there is no point in retrying. */
export const isRejected = ({ unknownWhy }: Pick<Call, "unknownWhy">) =>
  unknownWhy === "rejected" || unknownWhy === "no_such_payment";
