import { post } from "@/db/books";
import type { NewNeed } from "@/db/needs";
import { itemsOf } from "@/db/orders";
import { takeStock } from "@/db/products";
import type { CreditAccount, Payment, UncountedReason } from "@/db/schema";
import { captureTransfer, feeTransfer } from "../../books/ledger";
import { isUndecided } from "../../books/needs";
import { gateway } from "../../gateways";
import type { Snapshot } from "../../gateways/gateway";
import { detailWithAcquisition, isAcquisitionNew, isBeingAcquired } from "./acquisition";
import { areSameReceipts, needsOfReceipts, stateOfReceipts } from "./cash-receipts";
import { needOf } from "./needs";
import { nextLook } from "./next-look";
import { type Change, observedFields, type Scene } from "./observation";
import { pullDisputes } from "./pull-disputes";
import { pullRefunds, refundCameBack } from "./pull-refunds";

/** Handles captured money, as we asked or not: posts it once, to the account it belongs to. */
export async function captureOf(scene: Scene, snapshot: Snapshot, to: "paid" | "in_review"): Promise<Change> {
  const posted = await postAll(scene, snapshot, to);
  const { fate, refunds, disputes } = posted;
  const outcome = fate ? outcomeOf(scene, snapshot, fate) : sequelOf(scene, snapshot, posted);
  return {
    payment: { ...paymentAfter(scene, snapshot, to, posted), ...outcome.payment },
    order: outcome.order ?? {},
    events: [...(outcome.events ?? []), ...disputes.events, ...refunds.events],
    refundsDone: refunds.done.map((refund) => refund.id),
    refundsFailed: refunds.failed.map((refund) => refund.id),
    mails: [
      ...(outcome.mails ?? []),
      ...refunds.done.map((refund) => ({ kind: "refunded" as const, cause: refund.id })),
    ],
    needs: [...needsAfter(scene, snapshot, to, posted), ...(outcome.needs ?? [])],
    ...(outcome.wins && { wins: true }),
    ...(outcome.giveBack && { giveBack: outcome.giveBack }),
  };
}

type Posted = Awaited<ReturnType<typeof postAll>>;

/** Posts what a snapshot shows and the books lack: the capture, refunds, disputes and the gateway's fee. */
async function postAll(scene: Scene, snapshot: Snapshot, to: "paid" | "in_review") {
  const { tx, payment, now } = scene;
  const fate = payment.credited === null ? await fateOf(scene, to) : undefined;
  const credited = payment.credited ?? creditFor[fate ?? "wins"];
  if (fate && snapshot.captured > 0)
    await post(tx, [
      captureTransfer(payment, {
        amount: snapshot.captured,
        currency: snapshot.currency,
        transaction: captureCause(payment, snapshot),
        credited,
        at: now,
      }),
    ]);
  const refunds = await pullRefunds(tx, payment, credited, snapshot, now);
  const disputes = await pullDisputes(tx, payment, snapshot, now);
  const fee = await postFee(scene, snapshot);
  // Do not change what is in the books until an operator has looked at it.
  const captured = fate ? snapshot.captured : payment.captured;
  return { fate, credited, captured, refunds, disputes, fee };
}

function paymentAfter(
  { payment, now }: Scene,
  snapshot: Snapshot,
  to: "paid" | "in_review",
  { fate, credited, captured, refunds, disputes, fee }: Posted,
): Change["payment"] {
  // Once money has arrived, the status stays: a payment in review that was returned keeps its status.
  const status = fate ? to : payment.status;
  const isNew =
    fate !== undefined ||
    refunds.done.length + refunds.failed.length + disputes.changed.length > 0 ||
    fee.fee !== payment.fee ||
    !areSameReceipts(payment.detail.cashReceipts, snapshot.detail.cashReceipts) ||
    isAcquisitionNew(payment, snapshot) ||
    (payment.nextLookAt === null && snapshot.refunds.some(({ state }) => state === "pending"));
  const standing = { status, fee: fee.fee, surface: null, mayChange: mayChange(payment, snapshot) };
  return {
    ...observedFields(payment, snapshot),
    status,
    captured,
    taxFree: Math.min(snapshot.taxFree ?? payment.taxFree, captured),
    refunded: refunds.refunded,
    taxFreeRefunded: refunds.taxFree,
    refundPending: refunds.pending,
    credited,
    uncounted: fate ? uncountedOf(fate) : payment.uncounted,
    failureCode: null,
    failureKind: null,
    approvedAt: payment.approvedAt ?? snapshot.approvedAt ?? now,
    ...fee,
    // If a look finds nothing new, the next ones come less and less often.
    nextLookAt: isNew ? nextLook(payment, standing, now) : payment.nextLookAt,
  };
}

function needsAfter(
  scene: Scene,
  snapshot: Snapshot,
  to: "paid" | "in_review",
  { credited, captured, refunds, disputes }: Posted,
): NewNeed[] {
  const { payment } = scene;
  const left = captured - refunds.refunded - refunds.pending;
  return [
    // Write what happened even if it breaks a sum, such as a console refund next to a pending one of ours.
    ...(left < 0 ? [needOf(payment, "refunds_exceed_captured")] : []),
    // We told the shopper that it is on its way, and whoever requested it is no longer watching.
    ...refunds.failed.map(({ id }) =>
      needOf(payment, "refund_failed", refundCameBack, { subject: "refund", subjectId: id }),
    ),
    ...(refunds.unclear ? [needOf(payment, "refund_unclear")] : []),
    // A payment in review is already on an operator's list.
    ...(snapshot.doubt && to !== "in_review" ? [needOf(payment, "balance_mismatch")] : []),
    ...needsOfReceipts(payment, snapshot.detail.cashReceipts),
    ...needsOfDisputes(scene, { credited, left }, disputes),
  ];
}

/** What follows from money that just arrived, for its order and its shopper. */
function outcomeOf({ order, payment, now, event }: Scene, snapshot: Snapshot, fate: Fate): Partial<Change> {
  const { captured: amount, currency, orderId } = snapshot;
  switch (fate) {
    case "wins":
      return {
        order: {
          status: "paid",
          winnerPaymentId: payment.id,
          stockTaken: true,
          endingSince: null,
          paidAt: now,
        },
        wins: true,
        events: [event("payment_paid", { amount })],
        mails: [{ kind: "paid", cause: `${payment.id}#${payment.reversals}` }],
      };
    case "in_review": {
      // What was captured of a hold may not be what the shop asked for either; then nothing pays the order yet.
      const isUnpaid = order.winnerPaymentId === null || order.winnerPaymentId === payment.id;
      const told = event("payment_in_review", { amount, currency, order_id: orderId });
      return {
        // Keep the currency that arrived, since that is what can be refunded.
        payment: { currency },
        order: isUnpaid ? { status: "in_review", winnerPaymentId: null, endingSince: null } : {},
        events: [{ ...told, announced: isUnpaid }],
        needs: [needOf(payment, "mismatch")],
      };
    }
    default:
      return { giveBack: fate, events: [event("payment_not_counted", { amount, why: fate })] };
  }
}

/** What follows from a later look at money that is in the books. */
function sequelOf(
  { payment, event }: Scene,
  { captured }: Snapshot,
  { credited, disputes }: Posted,
): Partial<Change> {
  const hasChanged = captured !== payment.captured;
  // Automatic refunds had to wait for the bank's decision.
  const mayGoBack = credited === "shopper" && disputes.changed.some(({ state }) => state === "won");
  return {
    ...(hasChanged && {
      events: [event("needs_person", { why: "captured_changed", captured })],
      needs: [needOf(payment, "captured_changed", `${captured}`)],
    }),
    ...(mayGoBack && { giveBack: "dispute_won" }),
  };
}

/**
 * An open dispute needs the shop's response. A lost one needs an operator if it took money that was owed to the
 * shopper, or that was already refunded. `left` is what is neither refunded nor reserved, in minor units.
 */
const needsOfDisputes = (
  { payment }: Scene,
  { credited, left }: { credited: CreditAccount; left: number },
  { standing, changed }: Awaited<ReturnType<typeof pullDisputes>>,
) => [
  ...standing
    .filter(isUndecided)
    .map(({ id }) => needOf(payment, "dispute_opened", "", { subject: "dispute", subjectId: id })),
  ...changed
    .filter(({ state, amount }) => state === "lost" && (credited !== "sales" || amount > left))
    .map(({ id }) => needOf(payment, "dispute_lost", "", { subject: "dispute", subjectId: id })),
];

/** Whether something already recorded may still change, and the webhook about it may get lost. */
const mayChange = (payment: Payment, { refunds, disputes, detail }: Snapshot) =>
  disputes.length > 0 ||
  isBeingAcquired({ detail: detailWithAcquisition(payment, { detail }) }) ||
  stateOfReceipts(detail.cashReceipts?.filter(({ state }) => state === "in_progress")) !== null ||
  refunds.some(
    ({ state }) => state === "pending" || (state === "done" && gateway(payment.gateway).refundsComeBack),
  );

/** Posts the gateway's fee once the gateway reports it, which may be days after the capture. */
async function postFee({ tx, payment, now }: Scene, { fee }: Snapshot) {
  if (payment.fee !== null || !fee) return { fee: payment.fee, feeCurrency: payment.feeCurrency };
  if (fee.amount > 0) await post(tx, [feeTransfer(payment, { ...fee, at: now })]);
  return { fee: fee.amount, feeCurrency: fee.currency };
}

/** The gateway's transaction id. After a reversal the next one must differ, even if the gateway gives none. */
function captureCause({ id, reversals }: Payment, { captureTransaction, paymentKey }: Snapshot) {
  const transaction = captureTransaction ?? paymentKey ?? id;
  return reversals > 0 ? `${transaction}#${reversals}` : transaction;
}

/** What becomes of money that arrives. All but the first two are refunded to the shopper. */
type Fate = "wins" | "in_review" | UncountedReason;

const uncountedOf = (fate: Fate) => (fate === "wins" || fate === "in_review" ? null : fate);

const creditFor: Record<Fate, CreditAccount> = {
  wins: "sales",
  in_review: "suspense",
  second_success: "shopper",
  order_canceled: "shopper",
  sold_out: "shopper",
};

async function fateOf({ tx, order, payment }: Scene, to: "paid" | "in_review"): Promise<Fate> {
  if (to === "in_review") return "in_review";
  const isOtherwisePaid = order.winnerPaymentId !== null && order.winnerPaymentId !== payment.id;
  if (isOtherwisePaid || order.status === "in_review") return "second_success";
  if (order.status === "canceled") return "order_canceled";
  if (order.stockTaken) return "wins";
  return (await takeStock(tx, await itemsOf(tx, order.id))) ? "wins" : "sold_out";
}
