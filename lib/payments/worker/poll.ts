import { callsOf } from "@/db/calls";
import { disputesOf } from "@/db/disputes";
import { allowDueLook } from "@/db/payments";
import { refundsOf } from "@/db/refunds";
import type { Call, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { isUndecided } from "../../books/needs";
import { days, hours, later, minutes } from "../../clock";
import { lookAndRecord } from "../engine/look";

/** How long after its last change we keep polling the gateway about a payment, in milliseconds. */
const askedForMs = days(30);

/** Looks at a payment that is due, unless another instance does. Polls less often as the payment ages. */
export async function pollWhenDue(
  payment: Pick<Payment, "id" | "createdAt" | "status" | "captureBefore">,
  at: Date,
): Promise<void> {
  const { since, isUndecided } = await lastHappened(payment);
  const age = at.getTime() - since.getTime();
  // We poll paid payments only for refunds and disputes, which may come weeks later.
  const longest = payment.status === "paid" ? days(1) : hours(6);
  const wait = Math.min(Math.max(age / 2, minutes(1)), longest, untilReleased(payment, at));
  const next = isUndecided || mayMove.has(payment.status) || age < askedForMs ? later(at, wait) : null;
  if (await transaction((tx) => allowDueLook(tx, payment.id, at, next))) await lookAndRecord(payment.id);
}

/** How long until a bank has released what it holds, in milliseconds. */
const untilReleased = ({ captureBefore }: Pick<Payment, "captureBefore">, at: Date) =>
  captureBefore && captureBefore > at
    ? captureBefore.getTime() - at.getTime() + minutes(1)
    : Number.POSITIVE_INFINITY;

/** While money may still move, polling never stops. */
const mayMove: ReadonlySet<Payment["status"]> = new Set([
  "ready",
  "confirming",
  "requires_action",
  "authorized",
]);

/** The gateway goes on with these by itself, days after the request. */
const followed: ReadonlySet<Call["kind"]> = new Set(["acquire", "receipt", "receipt_cancel"]);

/** When something last happened to a payment, and whether a dispute is still open. */
async function lastHappened({ id, createdAt }: Pick<Payment, "id" | "createdAt">) {
  const [refunds, disputes, calls] = await Promise.all([
    refundsOf(db, id),
    disputesOf(db, id),
    callsOf(db, id),
  ]);
  const moments = [
    createdAt,
    ...refunds.map((refund) => refund.doneAt ?? refund.createdAt),
    ...disputes.map((dispute) => dispute.closedAt ?? dispute.createdAt),
    ...calls.filter(({ kind }) => followed.has(kind)).map(({ askedAt }) => askedAt),
  ];
  return {
    since: new Date(Math.max(...moments.map((moment) => moment.getTime()))),
    isUndecided: disputes.some(isUndecided),
  };
}
