import { post } from "@/db/books";
import { endCall, openCallOf } from "@/db/calls";
import { type NewEvent, recordEvents } from "@/db/events";
import { itemsOf, lockOrder, writeOrder } from "@/db/orders";
import { endReadyPayments, writePayment } from "@/db/payments";
import { takeStock } from "@/db/products";
import type { Call, CreditAccount, Order, Payment, PaymentStatus } from "@/db/schema";
import { type Tx, tryTransaction } from "@/db/store";
import { captureTransfer } from "../books/ledger";
import type { Snapshot } from "../gateways/gateway";
import { log } from "../log";
import { pullRefunds } from "./pull-refunds";
import { askNextRefund, reserveRefund } from "./reserve";
import { type Happening, happeningOf, moved } from "./state";

/** What was found out about a payment. */
export type Found =
  | { is: "seen"; snapshot: Snapshot }
  /** The gateway refused to authorise, with a code from the closed list. */
  | { is: "declined"; code: string }
  /** It is certain that nothing happened: the attempt may be asked again. */
  | { is: "nothing"; why: string }
  /** The gateway knows no such payment, and no window can still be open. */
  | { is: "lost" };

/**
 * Writes what was found out: the one room behind all doors (the shopper's return, webhooks, reconcile).
 * `payment` is the row as it was before the gateway was asked. Undefined when it changed since, because
 * then the answer may be older than what is written: look again.
 */
export async function settle(payment: Payment, found: Found, now: Date): Promise<Payment | undefined> {
  if (isOldNews(payment, found)) return payment;
  return tryTransaction(async (tx, undo) => {
    const order = (await lockOrder(tx, payment.orderId)) ?? undo();
    const change = await changeOf(tx, order, payment, found, now);
    const written = (await writePayment(tx, payment.id, payment.version, change.payment)) ?? undo();
    const standing = { ...answered(order, written), ...change.order };
    if (Object.keys(standing).length > 0) await writeOrder(tx, order.id, standing);
    await recordEvents(tx, change.events);
    await closeConfirmCall(tx, written, found);
    if (change.wins) await endReadyPayments(tx, order.id, "canceled", written.id);
    if (change.giveBack) await giveBack(tx, written, change.giveBack, now);
    await closeRefundCall(tx, written, change.refundsDone, now);
    if (written.needsPerson && written.needsPerson !== payment.needsPerson)
      log.warn({ alarm: true, payment: written.id, why: written.needsPerson }, "a payment needs a person");
    return written;
  });
}

type Change = {
  payment: Partial<Omit<Payment, "id" | "version">>;
  order: Partial<Omit<Order, "id" | "version">>;
  events: NewEvent[];
  /** True when this payment now pays the order. */
  wins?: boolean;
  /** Why all that is left of it goes back to the shopper by itself. */
  giveBack?: string;
  refundsDone: string[];
};

/** True when the finding tells nothing that is not written already. */
function isOldNews(payment: Payment, found: Found) {
  if (found.is !== "seen") return false;
  const happening = happeningOf(payment, found.snapshot);
  if (!happening) return true;
  if (happening === "unrecognized") return payment.needsPerson === needsPersonFor(happening, found.snapshot);
  const to = moved(payment.status, happening);
  if (!to) return payment.needsPerson === needsPersonFor(happening, found.snapshot);
  return (
    (to === payment.status || payment.credited !== null) &&
    (found.snapshot.captured === payment.captured || payment.needsPerson === capturedChanged) &&
    found.snapshot.refunds.reduce((sum, refund) => sum + refund.amount, 0) === payment.refunded
  );
}

async function changeOf(tx: Tx, order: Order, payment: Payment, found: Found, now: Date): Promise<Change> {
  const event = (kind: string, detail: Record<string, unknown> = {}): NewEvent => ({
    orderId: order.id,
    paymentId: payment.id,
    kind,
    detail,
    at: now,
  });
  const ends = (status: PaymentStatus, code: string): Change => ({
    payment: { status, failureCode: code },
    order: {},
    events: [event(`payment_${status}`, { code })],
    refundsDone: [],
  });
  switch (found.is) {
    case "declined":
      return ends(mustMove(payment, "declined"), found.code);
    case "lost":
      log.error(
        { alarm: true, payment: payment.id },
        "a payment that was asked for is unknown to its gateway",
      );
      return ends(mustMove(payment, "declined"), "not_found");
    case "nothing":
      return {
        payment: { status: mustMove(payment, "freed"), gatewayPaymentKey: null, failureCode: null },
        order: {},
        events: [event("payment_freed", { why: found.why })],
        refundsDone: [],
      };
    case "seen":
      return changeSeen(tx, order, payment, found.snapshot, now, event);
  }
}

async function changeSeen(
  tx: Tx,
  order: Order,
  payment: Payment,
  snapshot: Snapshot,
  now: Date,
  event: (kind: string, detail?: Record<string, unknown>) => NewEvent,
): Promise<Change> {
  const happening = happeningOf(payment, snapshot);
  const to = happening && happening !== "unrecognized" ? moved(payment.status, happening) : undefined;
  const known = { detail: snapshot.detail, gatewayPaymentKey: snapshot.paymentKey };
  if (!happening || !to) {
    const why = needsPersonFor(happening ?? "unrecognized", snapshot);
    return {
      payment: { needsPerson: why },
      order: {},
      events: [event("needs_person", { why })],
      refundsDone: [],
    };
  }
  if (to === "paid" || to === "held") return changeMoney(tx, order, payment, snapshot, to, now, event);
  const dueAt = to === "waiting_for_deposit" && order.status === "open" ? snapshot.dueAt : null;
  return {
    payment: { ...known, status: to, failureCode: snapshot.failureCode ?? endingCode(to) },
    order: dueAt ? { status: "waiting_for_deposit", expiresAt: dueAt } : {},
    events: [event(`payment_${to}`, { code: snapshot.failureCode })],
    refundsDone: [],
  };
}

/** Money was taken, or money that is not as we asked: post it, once, to where it belongs. */
async function changeMoney(
  tx: Tx,
  order: Order,
  payment: Payment,
  snapshot: Snapshot,
  to: "paid" | "held",
  now: Date,
  event: (kind: string, detail?: Record<string, unknown>) => NewEvent,
): Promise<Change> {
  const arrives = payment.credited === null;
  const fate = arrives ? await fateOf(tx, order, to) : undefined;
  const credited = payment.credited ?? creditFor[fate ?? "wins"];
  if (arrives && snapshot.captured > 0)
    await post(tx, [
      captureTransfer(payment, {
        amount: snapshot.captured,
        currency: snapshot.currency,
        transaction: snapshot.captureTransaction ?? snapshot.paymentKey,
        credited,
        at: now,
      }),
    ]);
  const refunds = await pullRefunds(tx, payment, credited, snapshot, now);
  const change: Change = {
    payment: {
      // Money that came in before moves the payment no more: held money that was returned stays so.
      status: arrives ? to : payment.status,
      gatewayPaymentKey: snapshot.paymentKey,
      detail: snapshot.detail,
      // What is in the books stands until a person has looked at it.
      captured: arrives ? snapshot.captured : payment.captured,
      refunded: refunds.refunded,
      refundPending: refunds.pending,
      credited,
      failureCode: null,
      approvedAt: payment.approvedAt ?? snapshot.approvedAt ?? now,
      needsPerson: payment.needsPerson,
    },
    order: {},
    events: refunds.events,
    refundsDone: refunds.done.map((refund) => refund.id),
  };
  // The truth is written even where it breaks a sum, such as a console refund beside a pending one of ours.
  if (refunds.refunded + refunds.pending > snapshot.captured)
    change.payment.needsPerson = "refunds_exceed_captured";
  if (!arrives && snapshot.captured !== payment.captured) {
    change.payment.needsPerson = capturedChanged;
    change.events.unshift(event("needs_person", { why: capturedChanged, captured: snapshot.captured }));
  }
  if (fate === "wins") {
    change.order = { status: "paid", winnerPaymentId: payment.id, stockTaken: true, paidAt: now };
    change.wins = true;
    change.events.unshift(event("payment_paid", { amount: snapshot.captured }));
  } else if (fate === "held") {
    change.payment.needsPerson = "mismatch";
    // Kept in the currency that came, since that is what may be given back.
    change.payment.currency = snapshot.currency;
    if (!order.winnerPaymentId) change.order = { status: "held" };
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
  }
  return change;
}

const capturedChanged = "captured_changed";

/** What money that arrives is for. All but the first two go back to the shopper. */
type Fate = "wins" | "held" | "second_success" | "order_canceled" | "sold_out";

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

/** Clears the order's mark once the answer of the attempt it names is known. */
const answered = (order: Order, payment: Payment) =>
  order.askingPaymentId === payment.id && !unanswered.has(payment.status) ? { askingPaymentId: null } : {};

const unanswered: ReadonlySet<PaymentStatus> = new Set(["confirming", "authorized"]);

async function closeConfirmCall(tx: Tx, payment: Payment, found: Found) {
  if (payment.status === "confirming") return;
  const call = await openCallOf(tx, payment.id, "confirm");
  if (call) await endCall(tx, call.id, endOf[found.is]);
}

const endOf = { seen: "done", declined: "declined", nothing: "void", lost: "void" } as const satisfies Record<
  Found["is"],
  Call["state"]
>;

async function closeRefundCall(tx: Tx, payment: Payment, refundsDone: string[], now: Date) {
  if (refundsDone.length === 0) return;
  const call = await openCallOf(tx, payment.id, "refund");
  if (call?.refundId && refundsDone.includes(call.refundId)) await endCall(tx, call.id, "done");
  await askNextRefund(tx, payment, now);
}

async function giveBack(tx: Tx, payment: Payment, reason: string, now: Date) {
  const amount = payment.captured - payment.refunded - payment.refundPending;
  if (amount > 0) await reserveRefund(tx, { payment, amount, reason, requestedBy: "system", now });
}

function mustMove(payment: Payment, happening: Happening): PaymentStatus {
  const to = moved(payment.status, happening);
  if (!to) throw new Error(`${payment.id} cannot be ${happening} from ${payment.status}.`);
  return to;
}

const endingCode = (to: PaymentStatus) => (to === "expired" ? "EXPIRED_PAYMENT" : null);

const needsPersonFor = (happening: Happening | "unrecognized", snapshot: Snapshot) =>
  `unexpected:${happening}:${snapshot.status}`;
