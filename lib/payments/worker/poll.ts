import { disputesOf } from "@/db/disputes";
import { allowDueLook } from "@/db/payments";
import { refundsOf } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { isUndecided } from "../../books/needs";
import { days, hours, later, minutes } from "../../clock";
import { lookAndSettle } from "../engine/look";

/** So long a payment that ended is asked about, in milliseconds after it last changed. Then nothing more is expected. */
const askedForMs = days(30);

/** Asks about a payment whose time for it has come, unless another instance does; less and less often as it ages. */
export async function pollWhenDue(
  payment: Pick<Payment, "id" | "createdAt" | "status">,
  at: Date,
): Promise<void> {
  const { since, isUndecided } = await lastHappened(payment);
  const age = at.getTime() - since.getTime();
  // What was paid is asked about for the sake of what comes back weeks later, if at all.
  const longest = payment.status === "paid" ? days(1) : hours(6);
  const wait = Math.min(Math.max(age / 2, minutes(1)), longest);
  const next = isUndecided || mayMove.has(payment.status) || age < askedForMs ? later(at, wait) : null;
  if (await transaction((tx) => allowDueLook(tx, payment.id, at, next))) await lookAndSettle(payment.id);
}

/** While money may still move nobody stops asking. */
const mayMove: ReadonlySet<Payment["status"]> = new Set([
  "ready",
  "confirming",
  "requires_action",
  "authorized",
]);

/** When something last happened to a payment that may have a sequel, and whether a bank has yet to decide. */
async function lastHappened({ id, createdAt }: Pick<Payment, "id" | "createdAt">) {
  const [refunds, disputes] = await Promise.all([refundsOf(db, id), disputesOf(db, id)]);
  const moments = [
    createdAt,
    ...refunds.map((refund) => refund.doneAt ?? refund.createdAt),
    ...disputes.map((dispute) => dispute.closedAt ?? dispute.createdAt),
  ];
  return {
    since: new Date(Math.max(...moments.map((moment) => moment.getTime()))),
    isUndecided: disputes.some(isUndecided),
  };
}
