import { post, transfersOfPayment } from "@/db/books";
import { disputesOf, writeDispute } from "@/db/disputes";
import type { NewEvent } from "@/db/events";
import type { Dispute, Payment } from "@/db/schema";
import type { Reader, Tx } from "@/db/store";
import { disputeFeeTransfer, disputeTransfer } from "../../books/ledger";
import { isUndecided } from "../../books/needs";
import type { GatewayDispute, Snapshot } from "../../gateways/gateway";
import type { Reading } from "./observation";

type Owner = Pick<Payment, "id" | "orderId" | "live" | "keyPair">;

/**
 * Whether a snapshot shows a dispute, or money moved by one, that is not recorded yet. False unless the payment would
 * be paid or in review.
 */
export async function tellsOfDisputes(reader: Reader, { payment, found, to }: Reading): Promise<boolean> {
  if (found.is !== "seen" || found.snapshot.disputes.length === 0) return false;
  if (to !== "paid" && to !== "in_review") return false;
  const known = await disputesOf(reader, payment.id);
  if (found.snapshot.disputes.some((told) => isNew(told, known))) return true;
  const posted = await transfersOfPayment(reader, payment.id);
  return movementsOf(found.snapshot).some(
    ({ transaction, amount, fee }) =>
      (amount !== 0 || fee.amount !== 0) && !posted.some((transfer) => transfer.transaction === transaction),
  );
}

/**
 * Records the disputes in a snapshot and posts what they took, what came back and their fees, each once. Returns the
 * disputes as they stand, those that changed, and new events.
 */
export async function pullDisputes(tx: Tx, payment: Owner, snapshot: Snapshot, now: Date) {
  if (snapshot.disputes.length === 0) return { events: [], standing: [], changed: [] };
  const known = await disputesOf(tx, payment.id);
  const changed: Dispute[] = [];
  const events: NewEvent[] = [];
  for (const told of snapshot.disputes.filter((each) => isNew(each, known))) {
    const before = known.find(({ id }) => id === told.id);
    const row = rowOf(payment, told, before, now);
    await writeDispute(tx, row);
    changed.push(row);
    events.push(eventOf(row, before, now));
  }
  const transfers = movementsOf(snapshot).flatMap(({ transaction, amount, currency, fee }) => [
    ...(amount === 0 ? [] : [disputeTransfer(payment, { amount, currency, transaction, at: now })]),
    ...(fee.amount === 0 ? [] : [disputeFeeTransfer(payment, { ...fee, transaction, at: now })]),
  ]);
  if (transfers.length > 0) await post(tx, transfers);
  return { events, standing: snapshot.disputes, changed };
}

const movementsOf = ({ disputes }: Snapshot) =>
  disputes.flatMap(({ movements, currency }) => movements.map((movement) => ({ ...movement, currency })));

const isNew = (told: GatewayDispute, known: Dispute[]) =>
  !known.some(
    (row) =>
      row.id === told.id &&
      row.state === told.state &&
      row.gatewayStatus === told.gatewayStatus &&
      row.amount === told.amount &&
      row.answerBy?.getTime() === told.answerBy?.getTime(),
  );

function rowOf(payment: Owner, told: GatewayDispute, before: Dispute | undefined, now: Date): Dispute {
  return {
    id: told.id,
    paymentId: payment.id,
    orderId: payment.orderId,
    amount: told.amount,
    currency: told.currency,
    reason: told.reason,
    gatewayStatus: told.gatewayStatus,
    state: told.state,
    answerBy: told.answerBy,
    createdAt: told.openedAt,
    closedAt: isUndecided(told) ? null : (before?.closedAt ?? now),
  };
}

/** A detail such as the date may change without a change of state. */
const eventOf = (row: Dispute, before: Dispute | undefined, at: Date): NewEvent => ({
  orderId: row.orderId,
  paymentId: row.paymentId,
  kind: before?.state === row.state ? "dispute_changed" : `dispute_${row.state}`,
  detail: {
    dispute_id: row.id,
    amount: row.amount,
    reason: row.reason,
    gateway_status: row.gatewayStatus,
    answer_by: row.answerBy?.toISOString() ?? null,
  },
  at,
});
