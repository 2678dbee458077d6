import { post } from "@/db/books";
import type { NewEvent } from "@/db/events";
import { insertRefund, moveRefund, refundsOf } from "@/db/refunds";
import type { CreditAccount, Payment, Refund } from "@/db/schema";
import type { Tx } from "@/db/store";
import { refundTransfer } from "../books/ledger";
import { newId } from "../clock";
import type { Snapshot } from "../gateways/gateway";
import { isRefundOf } from "./reserve";

const pending: Refund["state"][] = ["waiting_for_account", "queued", "asked"];

/**
 * Writes down the refunds a snapshot tells of and posts them: our own are done, and those made in the
 * gateway's console become rows too. Returns what is now refunded and still reserved, in minor units,
 * and the refunds of ours that are done.
 */
export async function pullRefunds(
  tx: Tx,
  payment: Pick<Payment, "id" | "orderId" | "live" | "keyPair" | "currency">,
  credited: CreditAccount,
  snapshot: Snapshot,
  now: Date,
) {
  const known = await refundsOf(tx, payment.id);
  const fresh = snapshot.refunds.filter(
    (given) => !known.some((refund) => refund.gatewayTransaction === given.transaction),
  );
  const done: Refund[] = [];
  const isDone = ({ id, state }: Refund) => state === "done" || done.some((other) => other.id === id);
  const events: NewEvent[] = [];
  for (const given of fresh) {
    const own = known.find((refund) => !isDone(refund) && isRefundOf(refund, given.reason));
    const refund = own
      ? await moveRefund(tx, own.id, [...pending, "failed"], {
          state: "done",
          amount: given.amount,
          gatewayTransaction: given.transaction,
          doneAt: now,
        })
      : await insertRefund(tx, {
          id: newId("rf"),
          paymentId: payment.id,
          orderId: payment.orderId,
          amount: given.amount,
          reason: given.reason,
          requestedBy: "gateway",
          state: "done",
          gatewayTransaction: given.transaction,
          createdAt: now,
          doneAt: now,
        });
    if (refund) done.push(refund);
    events.push({
      orderId: payment.orderId,
      paymentId: payment.id,
      kind: "refund_done",
      detail: { refund_id: refund?.id, amount: given.amount, by: refund?.requestedBy },
      at: now,
    });
  }
  if (fresh.length > 0)
    await post(
      tx,
      fresh.map((given) =>
        refundTransfer(payment, { ...given, currency: snapshot.currency, credited, at: now }),
      ),
    );
  const stillReserved = known.filter((refund) => pending.includes(refund.state) && !isDone(refund));
  return {
    refunded: sum(snapshot.refunds),
    pending: sum(stillReserved),
    done,
    events,
  };
}

/**
 * Ends the refunds of a payment that were not asked for yet. Returns what is still reserved by one that was,
 * in minor units.
 */
export async function endWaitingRefunds(tx: Tx, payment: Payment, code: string, now: Date) {
  const all = await refundsOf(tx, payment.id);
  for (const { id } of all)
    await moveRefund(tx, id, ["waiting_for_account", "queued"], {
      state: "failed",
      failureCode: code,
      doneAt: now,
    });
  return sum(all.filter((refund) => refund.state === "asked"));
}

const sum = (rows: { amount: number }[]) => rows.reduce((total, row) => total + row.amount, 0);
