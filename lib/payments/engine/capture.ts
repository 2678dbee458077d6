import { post } from "@/db/books";
import { itemsOf } from "@/db/orders";
import { takeStock } from "@/db/products";
import type { CreditAccount, Order, Payment, UncountedReason } from "@/db/schema";
import type { Tx } from "@/db/store";
import { captureTransfer, feeTransfer } from "../../books/ledger";
import { isUndecided } from "../../books/needs";
import { gateway } from "../../gateways";
import type { Snapshot } from "../../gateways/gateway";
import { needOf } from "./needs";
import { nextLook } from "./next-look";
import { type Change, observedFields, type Scene } from "./observation";
import { pullDisputes } from "./pull-disputes";
import { pullRefunds, refundCameBack } from "./pull-refunds";

/** Handles captured money, as we asked or not: posts it once, to the account it belongs to. */
export async function captureOf(scene: Scene, snapshot: Snapshot, to: "paid" | "held"): Promise<Change> {
  const { tx, order, payment, now, event } = scene;
  const arrives = payment.credited === null;
  const fate = arrives ? await fateOf(tx, order, to) : undefined;
  const credited = payment.credited ?? creditFor[fate ?? "wins"];
  if (arrives && snapshot.captured > 0)
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
  const isNew =
    arrives ||
    refunds.done.length + refunds.failed.length + disputes.changed.length > 0 ||
    fee.fee !== payment.fee ||
    (payment.nextLookAt === null && snapshot.refunds.some(({ state }) => state === "pending"));
  const next = nextLook(
    payment,
    {
      status: arrives ? to : payment.status,
      fee: fee.fee,
      door: null,
      mayChange: mayChange(payment, snapshot),
    },
    now,
  );
  const change: Change = {
    payment: {
      ...observedFields(payment, snapshot),
      // Once money has arrived, the status stays: a held payment that was returned keeps its status.
      status: arrives ? to : payment.status,
      // Do not change what is in the books until an operator has looked at it.
      captured: arrives ? snapshot.captured : payment.captured,
      refunded: refunds.refunded,
      refundPending: refunds.pending,
      credited,
      uncounted: fate ? uncountedOf(fate) : payment.uncounted,
      failureCode: null,
      failureKind: null,
      approvedAt: payment.approvedAt ?? snapshot.approvedAt ?? now,
      ...fee,
      // If a look finds nothing new, the next ones come less and less often.
      nextLookAt: isNew ? next : payment.nextLookAt,
    },
    order: {},
    events: [...disputes.events, ...refunds.events],
    refundsDone: refunds.done.map((refund) => refund.id),
    refundsFailed: refunds.failed.map((refund) => refund.id),
    mails: refunds.done.map((refund) => ({ kind: "refunded", cause: refund.id })),
  };
  const captured = change.payment.captured ?? 0;
  change.needs = [
    // Write what happened even if it breaks a sum, such as a console refund next to a pending one of ours.
    ...(refunds.refunded + refunds.pending > captured ? [needOf(payment, "refunds_exceed_captured")] : []),
    // We told the shopper that it is on its way, and whoever requested it is no longer watching.
    ...refunds.failed.map(({ id }) =>
      needOf(payment, "refund_failed", refundCameBack, { subject: "refund", subjectId: id }),
    ),
    ...(refunds.unclear ? [needOf(payment, "refund_unclear")] : []),
    // A held payment is already on an operator's list.
    ...(snapshot.doubt && to !== "held" ? [needOf(payment, "balance_mismatch")] : []),
    ...needsOfDisputes(scene, { credited, left: captured - refunds.refunded - refunds.pending }, disputes),
  ];
  if (!arrives && snapshot.captured !== payment.captured) {
    change.needs.push(needOf(payment, "captured_changed", `${snapshot.captured}`));
    change.events.unshift(event("needs_person", { why: "captured_changed", captured: snapshot.captured }));
  }
  if (fate === "wins") {
    change.order = {
      status: "paid",
      winnerPaymentId: payment.id,
      stockTaken: true,
      endingSince: null,
      paidAt: now,
    };
    change.wins = true;
    change.events.unshift(event("payment_paid", { amount: snapshot.captured }));
    change.mails?.unshift({ kind: "paid", cause: `${payment.id}#${payment.reversals}` });
  } else if (fate === "held") {
    change.needs.push(needOf(payment, "mismatch"));
    // Keep the currency that arrived, since that is what can be refunded.
    change.payment.currency = snapshot.currency;
    if (!order.winnerPaymentId) change.order = { status: "held", endingSince: null };
    change.events.unshift(
      event("payment_held", {
        amount: snapshot.captured,
        currency: snapshot.currency,
        order_id: snapshot.orderId,
      }),
    );
  } else if (fate) {
    change.giveBack = fate;
    change.events.unshift(event("payment_not_counted", { amount: snapshot.captured, why: fate }));
  } else if (credited === "shopper" && disputes.changed.some(({ state }) => state === "won")) {
    // Automatic refunds had to wait for the bank's decision.
    change.giveBack = "dispute_won";
  }
  return change;
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

/** Whether something already settled may still change, and the webhook about it may get lost. */
const mayChange = ({ gateway: name }: Payment, { refunds, disputes }: Snapshot) =>
  disputes.length > 0 ||
  refunds.some(({ state }) => state === "pending" || (state === "done" && gateway(name).refundsComeBack));

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
type Fate = "wins" | "held" | UncountedReason;

const uncountedOf = (fate: Fate) => (fate === "wins" || fate === "held" ? null : fate);

const creditFor: Record<Fate, CreditAccount> = {
  wins: "sales",
  held: "suspense",
  second_success: "shopper",
  order_canceled: "shopper",
  sold_out: "shopper",
};

async function fateOf(tx: Tx, order: Order, to: "paid" | "held"): Promise<Fate> {
  if (to === "held") return "held";
  if (order.winnerPaymentId || order.status === "held") return "second_success";
  if (order.status === "canceled") return "order_canceled";
  if (order.stockTaken) return "wins";
  return (await takeStock(tx, await itemsOf(tx, order.id))) ? "wins" : "sold_out";
}
