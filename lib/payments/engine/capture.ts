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

/** Money was taken, or money that is not as we asked: post it, once, to where it belongs. */
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
    (payment.lookAt === null && snapshot.refunds.some(({ state }) => state === "pending"));
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
      // Money that came in before moves the payment no more: held money that was returned stays so.
      status: arrives ? to : payment.status,
      // What is in the books stands until a person has looked at it.
      captured: arrives ? snapshot.captured : payment.captured,
      refunded: refunds.refunded,
      refundPending: refunds.pending,
      credited,
      uncounted: fate ? uncountedOf(fate) : payment.uncounted,
      failureCode: null,
      failureKind: null,
      approvedAt: payment.approvedAt ?? snapshot.approvedAt ?? now,
      ...fee,
      // A look that tells nothing new is followed by another less and less soon.
      lookAt: isNew ? next : payment.lookAt,
    },
    order: {},
    events: [...disputes.events, ...refunds.events],
    refundsDone: refunds.done.map((refund) => refund.id),
    refundsFailed: refunds.failed.map((refund) => refund.id),
    mails: refunds.done.map((refund) => ({ kind: "refunded", cause: refund.id })),
  };
  const captured = change.payment.captured ?? 0;
  change.needs = [
    // The truth is written even where it breaks a sum, such as a console refund beside a pending one of ours.
    ...(refunds.refunded + refunds.pending > captured ? [needOf(payment, "refunds_exceed_captured")] : []),
    // Its shopper was told that it is on its way, and whoever asked for it has long looked away.
    ...refunds.failed.map(({ id }) =>
      needOf(payment, "refund_failed", refundCameBack, { subject: "refund", subjectId: id }),
    ),
    ...(refunds.unclear ? [needOf(payment, "refund_unclear")] : []),
    // What is held is looked at by somebody already.
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
    // Kept in the currency that came, since that is what may be given back.
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
    // What goes back by itself had to wait for the bank.
    change.giveBack = "dispute_won";
  }
  return change;
}

/**
 * A bank that has not decided waits for the shop's answer; and what it took for good may have been the shopper's, or have
 * gone back to them already. `left` is what is neither refunded nor promised, in minor units.
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

/** True while something of what was settled may come otherwise, and the news of it may be lost. */
const mayChange = ({ gateway: name }: Payment, { refunds, disputes }: Snapshot) =>
  disputes.length > 0 ||
  refunds.some(({ state }) => state === "pending" || (state === "done" && gateway(name).refundsComeBack));

/** What the gateway kept for itself is posted once it says so, which may be days after the money came. */
async function postFee({ tx, payment, now }: Scene, { fee }: Snapshot) {
  if (payment.fee !== null || !fee) return { fee: payment.fee, feeCurrency: payment.feeCurrency };
  if (fee.amount > 0) await post(tx, [feeTransfer(payment, { ...fee, at: now })]);
  return { fee: fee.amount, feeCurrency: fee.currency };
}

/** The gateway's own transaction; after a reversal its next one must differ even where the gateway names none. */
function captureCause({ id, reversals }: Payment, { captureTransaction, paymentKey }: Snapshot) {
  const transaction = captureTransaction ?? paymentKey ?? id;
  return reversals > 0 ? `${transaction}#${reversals}` : transaction;
}

/** What money that arrives is for. All but the first two go back to the shopper. */
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
