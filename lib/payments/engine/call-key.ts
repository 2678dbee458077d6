import { lastCallOf } from "@/db/calls";
import type { Call } from "@/db/schema";
import type { Tx } from "@/db/store";

/**
 * The key for the next confirm of a payment, `<payment>:confirm:<n>`. It rises, except where the last ask
 * of the same payment key never got an answer: that one may still be under way, so its key stays.
 */
export async function nextConfirmKey(tx: Tx, paymentId: string, paymentKey: string) {
  const last = await lastCallOf(tx, paymentId, "confirm");
  const n = last ? (mayBeUnderWay(last, paymentKey) ? last.n : last.n + 1) : 1;
  // What may still be under way is remembered: an answer to this ask does not speak for that one.
  const silentAt = last && n === last.n ? (last.silentAt ?? last.askedAt) : null;
  return { id: `${paymentId}:confirm:${n}`, n, silentAt };
}

const mayBeUnderWay = (last: Call, paymentKey: string) =>
  last.state === "void" &&
  last.sent.kind === "confirm" &&
  last.sent.paymentKey === paymentKey &&
  !isAnswered(last);

/** True when the gateway answered a call with an error, which it would only replay for the same key. */
export const isAnswered = (call: Pick<Call, "unknownWhy">) => !unanswered.has(call.unknownWhy);

const unanswered: ReadonlySet<Call["unknownWhy"]> = new Set([
  null,
  "timeout",
  "unreachable",
  "not_sent",
  "in_progress",
]);

/** True when the gateway refused a call for what it is, and would refuse it again: there is no point in repeating it. */
export const isRejected = ({ unknownWhy }: Pick<Call, "unknownWhy">) =>
  unknownWhy === "rejected" || unknownWhy === "no_such_payment";
