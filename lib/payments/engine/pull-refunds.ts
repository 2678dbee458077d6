import { post, transfersOfPayment } from "@/db/books";
import type { NewEvent } from "@/db/events";
import { insertRefund, moveRefund, refundsOf } from "@/db/refunds";
import type { CreditAccount, Payment, Refund } from "@/db/schema";
import type { Tx } from "@/db/store";
import { refundFailedTransfer, refundTransfer } from "../../books/ledger";
import { newId } from "../../clock";
import type { Snapshot } from "../../gateways/gateway";

const pending: Refund["state"][] = ["waiting_for_approval", "waiting_for_account", "queued", "asked"];

/** The total refunded according to a snapshot, in minor units. */
export const refundedBy = (snapshot: Snapshot) =>
  sum(snapshot.refunds.filter(({ state }) => state === "done"));

/**
 * Records the refunds in a snapshot and posts them. Our own are marked done; refunds made in the gateway's console
 * become rows too. A refund that came back no longer counts as refunded. Returns the refunded amount, the part of it for
 * tax-free goods and the amount still reserved in minor units, the refunds that are done and that failed, and `unclear`
 * if one failed and the gateway does not say which.
 */
export async function pullRefunds(
  tx: Tx,
  payment: Payment,
  credited: CreditAccount,
  snapshot: Snapshot,
  now: Date,
) {
  const mayHaveRefunds = snapshot.refunds.length + payment.refunded + payment.refundPending > 0;
  const known = mayHaveRefunds ? await refundsOf(tx, payment.id) : [];
  const { told, unclear } = tellApart(snapshot.refunds, known);
  const posted = await postedRefunds(tx, payment, told);
  // A bank that refused a refund may still carry it out.
  const fresh = told.filter(({ state, transaction }) => state === "done" && !posted.has(transaction));
  const failed = await failRefunds(tx, payment, credited, told, known, snapshot.currency, now);
  const { done, events } = await finishRefunds(tx, payment, fresh, known, now);
  const isDone = isDoneAmong(done);
  if (fresh.length > 0)
    await post(
      tx,
      fresh.map((given) =>
        refundTransfer(payment, { ...given, currency: snapshot.currency, credited, at: now }),
      ),
    );
  const stillReserved = known.filter(
    (refund) =>
      pending.includes(refund.state) && !isDone(refund) && !failed.some(({ id }) => id === refund.id),
  );
  // A done refund stays done until the gateway says that it failed, even if a later answer omits it.
  const stillDone = known.filter(
    (refund) => refund.state === "done" && !failed.some(({ id }) => id === refund.id),
  );
  return {
    refunded: sum(stillDone) + sum(fresh),
    taxFree: sumTaxFree(stillDone) + sumTaxFree(fresh),
    unclear,
    pending: sum(stillReserved),
    done,
    failed,
    events: [
      ...events,
      ...failed.map((refund) => ({
        orderId: payment.orderId,
        paymentId: payment.id,
        kind: "refund_failed" as const,
        detail: { refund_id: refund.id, amount: refund.amount, by: refund.requestedBy, code: refundCameBack },
        at: now,
      })),
    ],
  };
}

type Given = Snapshot["refunds"][number];

/** Whether a refund was done before, or is now. */
const isDoneAmong =
  (done: Refund[]) =>
  ({ id, state }: Refund) =>
    state === "done" || done.some((other) => other.id === id);

/** Marks refunds as done that the books do not have as such; one that we did not know is from the gateway's console. */
async function finishRefunds(tx: Tx, payment: Payment, fresh: Given[], known: Refund[], now: Date) {
  const done: Refund[] = [];
  const events: NewEvent[] = [];
  const isDone = isDoneAmong(done);
  for (const given of fresh) {
    const own = known.find(
      (refund) =>
        !isDone(refund) && (refund.id === given.refundId || refund.gatewayTransaction === given.transaction),
    );
    const refund = own
      ? await moveRefund(tx, own.id, [...pending, "failed"], {
          state: "done",
          // The account number is no longer needed.
          account: null,
          amount: given.amount,
          taxFree: given.taxFree ?? 0,
          promotion: given.promotion ?? 0,
          gatewayTransaction: given.transaction,
          doneAt: now,
        })
      : await insertRefund(tx, {
          ...ofConsole(payment, given, now),
          state: "done",
          gatewayTransaction: given.transaction,
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
  return { done, events };
}

/** The gateway's transactions of this payment's refunds that are in the books. */
async function postedRefunds(tx: Tx, { id }: Payment, told: Given[]): Promise<Set<string>> {
  if (told.length === 0) return new Set();
  const transfers = await transfersOfPayment(tx, id);
  return new Set(transfers.filter(({ cause }) => cause === "refund").map(({ transaction }) => transaction));
}

/** What we know of a refund made in the gateway's console. */
const ofConsole = (
  { id, orderId }: Pick<Payment, "id" | "orderId">,
  { amount, taxFree = 0, promotion = 0, reason }: Given,
  now: Date,
) => ({
  id: newId("rf"),
  paymentId: id,
  orderId,
  amount,
  taxFree,
  promotion,
  reason,
  requestedBy: "gateway",
  createdAt: now,
});

/**
 * Finds which refund failed if the gateway only says that one of several did: the only one that was not done yet. If
 * there are several such refunds, or the report may be about one that failed before, nobody can tell, and `unclear`
 * calls an operator.
 */
function tellApart(given: Given[], known: Refund[]): { told: Given[]; unclear: boolean } {
  const open = given.filter(
    ({ state, transaction }) =>
      state === "some_failed" &&
      !known.some((refund) => refund.gatewayTransaction === transaction && refund.state !== "asked"),
  );
  const isOfOneBefore = given.some(
    ({ state, transaction }) =>
      state === "some_failed" &&
      known.some((refund) => refund.gatewayTransaction === transaction && refund.state === "failed"),
  );
  const isClear = open.length === 1 && !isOfOneBefore;
  const state = isClear ? "failed" : "pending";
  const told = given
    .filter((refund) => refund.state !== "some_failed" || open.includes(refund))
    .map((refund) => (refund.state === "some_failed" ? ({ ...refund, state } as const) : refund));
  return { told, unclear: open.length > 0 && !isClear };
}

/** The failure code of a refund that the gateway accepted and the shopper's bank then refused. */
export const refundCameBack = "refund_came_back";

/**
 * Marks refunds that were pending or done and have failed, and reverses what was posted for them. A console refund that
 * we did not know yet becomes a row too, because its shopper waits for money that does not come.
 */
async function failRefunds(
  tx: Tx,
  payment: Pick<Payment, "id" | "orderId" | "live" | "keyPair" | "currency">,
  credited: CreditAccount,
  told: Given[],
  known: Refund[],
  currency: string,
  now: Date,
): Promise<Refund[]> {
  const failed: Refund[] = [];
  for (const given of told.filter(({ state }) => state === "failed")) {
    const before = known.find(
      (refund) => refund.gatewayTransaction === given.transaction || refund.id === given.refundId,
    );
    const end = {
      state: "failed",
      account: null,
      failureCode: refundCameBack,
      gatewayTransaction: given.transaction,
      doneAt: now,
    } as const;
    const refund = before
      ? await moveRefund(tx, before.id, ["asked", "done"], end)
      : await insertRefund(tx, { ...ofConsole(payment, given, now), ...end });
    if (!refund) continue;
    failed.push(refund);
    if (before?.state === "done")
      await post(tx, [refundFailedTransfer(payment, { ...given, currency, credited, at: now })]);
  }
  return failed;
}

/**
 * Fails the refunds of a payment that were not sent yet. Returns the amount still reserved by those that were, in minor
 * units.
 */
export async function endWaitingRefunds(tx: Tx, payment: Payment, code: string, now: Date) {
  const all = await refundsOf(tx, payment.id);
  for (const { id } of all)
    await moveRefund(tx, id, ["waiting_for_approval", "waiting_for_account", "queued"], {
      state: "failed",
      failureCode: code,
      account: null,
      doneAt: now,
    });
  return sum(all.filter((refund) => refund.state === "asked"));
}

const sumTaxFree = (rows: { taxFree?: number | undefined }[]) =>
  rows.reduce((total, { taxFree = 0 }) => total + taxFree, 0);

const sum = (rows: { amount: number }[]) => rows.reduce((total, row) => total + row.amount, 0);
