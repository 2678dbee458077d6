import { post, transfersOfPayment } from "@/db/books";
import type { NewEvent } from "@/db/events";
import { insertRefund, moveRefund, refundsOf } from "@/db/refunds";
import type { CreditAccount, Payment, Refund } from "@/db/schema";
import type { Tx } from "@/db/store";
import { refundFailedTransfer, refundTransfer } from "../../books/ledger";
import { newId } from "../../clock";
import type { Snapshot } from "../../gateways/gateway";

const pending: Refund["state"][] = ["waiting_for_approval", "waiting_for_account", "queued", "asked"];

/** What a snapshot says was given back, in minor units. */
export const refundedBy = (snapshot: Snapshot) =>
  sum(snapshot.refunds.filter(({ state }) => state === "done"));

/**
 * Writes down the refunds a snapshot tells of and posts them: our own are done, and those made in the
 * gateway's console become rows too. One that came back to us is not refunded any more. Returns what is now
 * refunded and still reserved, in minor units, the refunds that are done and that failed, and whether one failed of
 * which the gateway does not say which it is.
 */
export async function pullRefunds(
  tx: Tx,
  payment: Pick<Payment, "id" | "orderId" | "live" | "keyPair" | "currency">,
  credited: CreditAccount,
  snapshot: Snapshot,
  now: Date,
) {
  const known = await refundsOf(tx, payment.id);
  const { told, unclear } = tellApart(snapshot.refunds, known);
  const posted = new Set(
    (await transfersOfPayment(tx, payment.id))
      .filter(({ cause }) => cause === "refund")
      .map(({ transaction }) => transaction),
  );
  // A bank that refused a refund may carry it out after all.
  const fresh = told.filter(({ state, transaction }) => state === "done" && !posted.has(transaction));
  const failed = await failRefunds(tx, payment, credited, told, known, snapshot.currency, now);
  const done: Refund[] = [];
  const isDone = ({ id, state }: Refund) => state === "done" || done.some((other) => other.id === id);
  const events: NewEvent[] = [];
  for (const given of fresh) {
    const own = known.find(
      (refund) =>
        !isDone(refund) && (refund.id === given.refundId || refund.gatewayTransaction === given.transaction),
    );
    const refund = own
      ? await moveRefund(tx, own.id, [...pending, "failed"], {
          state: "done",
          // Nobody needs to know any more where it went.
          account: null,
          amount: given.amount,
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
  // What was done stays so until the gateway says that it failed, also where a later answer does not tell of it.
  const stillDone = known.filter(
    (refund) => refund.state === "done" && !failed.some(({ id }) => id === refund.id),
  );
  return {
    refunded: sum(stillDone) + sum(fresh),
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

/** What is known of a refund that somebody made in the gateway's console. */
const ofConsole = (
  { id, orderId }: Pick<Payment, "id" | "orderId">,
  { amount, reason }: Given,
  now: Date,
) => ({
  id: newId("rf"),
  paymentId: id,
  orderId,
  amount,
  reason,
  requestedBy: "gateway",
  createdAt: now,
});

/**
 * Which refund failed where the gateway only says that one of several did: the only one that was not done yet. Where
 * several were not, or where that may be said of one that failed before, nobody can tell, and they wait for a person.
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

/** Why a refund failed that the gateway had taken on: the shopper's bank would not have it. */
export const refundCameBack = "refund_came_back";

/**
 * Refunds that were under way or done and have failed: what was posted of them is posted back. One of the gateway's console
 * that nobody here has heard of becomes a row too: its shopper waits for money that does not come.
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
 * Ends the refunds of a payment that were not asked for yet. Returns what is still reserved by one that was,
 * in minor units.
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

const sum = (rows: { amount: number }[]) => rows.reduce((total, row) => total + row.amount, 0);
