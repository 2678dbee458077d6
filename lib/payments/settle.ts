import { endCall, openCallsOf } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { lockOrder, writeOrder } from "@/db/orders";
import { endReadyPayments, paymentsOf, writePayment } from "@/db/payments";
import type { Call, Order, Payment, PaymentStatus } from "@/db/schema";
import { type Tx, tryTransaction } from "@/db/store";
import { log } from "../log";
import { changeOf, isOldNews } from "./change";
import { closeAccount } from "./close";
import type { Change, Found } from "./finding";
import { askNextRefund, reserveRefund } from "./reserve";

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
    const values = { ...answered(order, written), ...change.order };
    if (Object.keys(values).length > 0) await writeOrder(tx, order.id, values);
    await recordEvents(tx, change.events);
    await endCalls(tx, written, found, change, now);
    if (change.wins) await endReadyPayments(tx, order.id, "canceled", written.id);
    await closeAccounts(tx, order, payment, written, change, now);
    if (change.giveBack) await giveBack(tx, written, change.giveBack, now);
    for (const mail of change.mails ?? [])
      await queueMail(tx, { orderId: order.id, paymentId: written.id, sendAt: now, now, ...mail });
    if (written.needsPerson && written.needsPerson !== payment.needsPerson)
      log.warn({ alarm: true, payment: written.id, why: written.needsPerson }, "a payment needs a person");
    return written;
  });
}

/** Clears the order's mark once the answer of the attempt it names is known. */
const answered = (order: Order, payment: Payment) =>
  order.askingPaymentId === payment.id && !unanswered.has(payment.status) ? { askingPaymentId: null } : {};

const unanswered: ReadonlySet<PaymentStatus> = new Set(["confirming", "authorized"]);

/** Ends the calls that have their answer with this, and asks for the next refund when one is done. */
async function endCalls(tx: Tx, payment: Payment, found: Found, { refundsDone }: Change, now: Date) {
  for (const call of await openCallsOf(tx, payment.id)) {
    if (!hasAnswer(call, payment, refundsDone)) continue;
    await endCall(tx, call.id, call.kind === "refund" ? "done" : endOf[found.is], forgetful(call));
  }
  if (refundsDone.length > 0) await askNextRefund(tx, payment, now);
}

function hasAnswer(call: Call, { status }: Payment, refundsDone: string[]) {
  if (call.kind === "refund") return call.refundId !== null && refundsDone.includes(call.refundId);
  return call.kind === "close" ? status !== "waiting_for_deposit" : status !== "confirming";
}

/** What a call said is kept, but for the number on a cash receipt, which names a person. */
const forgetful = ({ sent }: Call) =>
  sent.kind === "issue" && sent.cashReceipt ? { sent: { ...sent, cashReceipt: undefined } } : {};

const endOf = { seen: "done", declined: "declined", nothing: "void", lost: "void" } as const satisfies Record<
  Found["is"],
  Call["state"]
>;

/**
 * Shuts the accounts that must take no deposit any more: all of them once other money came for the order
 * or the order is over, and the ones before a new one.
 */
async function closeAccounts(
  tx: Tx,
  order: Order,
  before: Payment,
  written: Payment,
  change: Change,
  now: Date,
) {
  const opened = written.status === "waiting_for_deposit" && before.status !== "waiting_for_deposit";
  const status = change.order.status ?? order.status;
  // An open order has no account but those that are being shut.
  if (!opened && (order.status === "open" || order.status === status)) return;
  const accounts = (await paymentsOf(tx, order.id)).filter((it) => it.status === "waiting_for_deposit");
  for (const account of accounts) {
    if (status !== "waiting_for_deposit")
      await closeAccount(tx, account, isOver(status) ? "order_ended" : "paid_otherwise", now);
    else if (account.id !== written.id) await closeAccount(tx, account, "replaced", now);
  }
}

const isOver = (status: Order["status"]) => status === "expired" || status === "canceled";

async function giveBack(tx: Tx, payment: Payment, reason: string, now: Date) {
  const amount = payment.captured - payment.refunded - payment.refundPending;
  if (amount > 0) await reserveRefund(tx, { payment, amount, reason, requestedBy: "system", now });
}
