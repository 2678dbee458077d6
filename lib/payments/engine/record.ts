import { endStandingCall } from "@/db/calls";
import { isDisputed } from "@/db/disputes";
import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { openNeedsOf } from "@/db/needs";
import { lockOrder, writeOrder } from "@/db/orders";
import { paymentsOf, writePayment } from "@/db/payments";
import { type Related, relatedTo } from "@/db/related";
import type { Call, Order, Payment, PaymentStatus } from "@/db/schema";
import { db, type Tx, tryTransaction } from "@/db/store";
import { raise } from "../../alarms/raise";
import { endOfReceiptCall } from "../../books/receipts";
import { traitsOf } from "../../gateways/all-traits";
import { noteTrouble } from "../../gateways/troubles";
import { countDeclines, hasManyDeclines } from "../../limits/declines";
import { restAfterDeclines } from "../../limits/rest-after-declines";
import { slowUntil } from "../../limits/slow";
import { meter } from "../../meter";
import { refusalOfRefund } from "../../refund-terms";
import { isAcquired } from "./acquisition";
import { grantIfAllGoesBack, reopenCancelRequest } from "./cancel-granted";
import { type CloseReason, closeSurface, closeSurfaces, endAttempts, isOfPage, isOpenSurface } from "./close";
import { forgetful } from "./forgetful";
import { impersonal } from "./impersonal";
import { callPerson, endNeeds, needOf } from "./needs";
import { type Change, type Found, interpret, type Reading } from "./observation";
import { changeOf, isStale } from "./outcome";
import { tellsOfDisputes } from "./pull-disputes";
import { keepReceiptInStep, withReceiptsApart } from "./receipts-apart";
import { askNextRefund, reserveRefund } from "./reserve-refund";
import { shipCaptured } from "./ship-captured";
import { wayToPay } from "./way-to-pay";

/**
 * Writes what was found out. Every source goes through here: the shopper's return, webhooks and reconcile. `payment` is
 * the row as it was before the gateway was asked. Undefined if it changed since, because the answer may be older than
 * the row: look again.
 */
export async function record(payment: Payment, told: Found, now: Date): Promise<Payment | undefined> {
  const found = told.is === "seen" ? { ...told, snapshot: withReceiptsApart(payment, told.snapshot) } : told;
  const reading = interpret(payment, found);
  if (await isKnown(reading)) return payment;
  const opener = tellsOfDecline(found) ? await openerOf(payment, now) : trusted;
  let refusals: string[] = [];
  const recorded = await tryTransaction(async (tx, undo) => {
    const order = (await lockOrder(tx, payment.orderId)) ?? undo();
    const related = await relatedTo(tx, order.id, payment.id);
    const change = await changeOf(tx, order, reading, now);
    const written =
      (await writePayment(tx, payment.id, payment.version, {
        unknownSince: null,
        ...change.payment,
        // The gateway still sends personal data of a shopper who was erased here.
        ...(order.erasedAt && change.payment.detail && { detail: impersonal(change.payment.detail) }),
      })) ?? undo();
    const attempts = () => (related.attempts > 1 ? paymentsOf(tx, order.id) : [written]);
    const values = {
      ...(await answered(order, written, change, attempts)),
      ...(await wayShown(order, payment, written, change, attempts)),
      ...shippingOwed(order, written),
      ...change.order,
    };
    if (Object.keys(values).length > 0) await writeOrder(tx, order.id, values);
    await recordEvents(tx, change.events);
    await endCalls(tx, payment, written, related.calls, found, change, now);
    await keepReceiptInStep(tx, written, now);
    if (change.wins && related.attempts > 1)
      await endAttempts(tx, order.id, "canceled", now, { exceptId: written.id });
    await closeOthers(tx, order, payment, written, change, attempts, now);
    refusals = change.events.flatMap(({ kind, detail }) =>
      kind === "payment_refused" || kind === "payment_failed" ? [String(detail?.code ?? "")] : [],
    );
    if (refusals.length > 0) await shutOutCardTesters(tx, written, opener, now);
    if (change.giveBack) await giveBack(tx, written, change.giveBack, now);
    await followCancelRequest(tx, written, related, change, now);
    for (const mail of change.mails ?? [])
      await queueMail(tx, { orderId: order.id, paymentId: written.id, sendAt: now, now, ...mail });
    const needs = await callPerson(tx, change.needs ?? [], now);
    if (related.openNeeds + needs.length > 0) await endNeeds(tx, order.id, now);
    return written;
  });
  if (recorded && traitsOf(recorded.gateway).takesTypedCards) await countAll(recorded, refusals.length);
  if (recorded) compareTax(payment, recorded);
  if (recorded) tellMeter(payment, recorded, found, refusals);
  return recorded;
}

/** Whether a finding says nothing that is not recorded. */
async function isKnown(reading: Reading): Promise<boolean> {
  // Most findings are new whatever operators were told, and then nothing need be read.
  if (!isStale(reading, "everything")) return false;
  const told = await openNeedsOf(db, reading.payment.id);
  return isStale(reading, told) && !(await tellsOfDisputes(db, reading));
}

/** A cancel request is granted when all money goes back, and reopened when money comes or a refund fails. */
async function followCancelRequest(tx: Tx, payment: Payment, related: Related, change: Change, now: Date) {
  if (related.cancelRequest === null) return;
  if (change.refundsDone.length > 0) await grantIfAllGoesBack(tx, payment, "gateway", now);
  if (change.wins || (change.refundsFailed ?? []).length > 0) await reopenCancelRequest(tx, payment, now);
}

/** The order's attempts, first one first, as they are now. */
type Attempts = () => Payment[] | Promise<Payment[]>;

/**
 * The shopper's browser tells Toss how much is tax-free, and the merchant's contract may allow none: what Toss says is
 * what it reports to the tax office.
 */
function compareTax(before: Payment, recorded: Payment) {
  if (before.credited !== null || recorded.status !== "paid" || recorded.taxFree === before.taxFree) return;
  const { id, gateway } = recorded;
  const about = { gateway, payment: id, asked: before.taxFree, told: recorded.taxFree };
  raise("tax_differs", about, "the gateway splits a payment's tax differently from the order", "warn");
}

/** Counts the outcome of an attempt for the metrics. */
function tellMeter(before: Payment, { gateway, status }: Payment, found: Found, refusals: string[]) {
  if (status === "paid" && before.status !== "paid") meter()?.payment(gateway, "paid", "");
  if (found.is === "rejected" || found.is === "errored") meter()?.payment(gateway, found.is, "");
  else if (tellsOfDecline(found)) for (const code of refusals) meter()?.payment(gateway, "declined", code);
}

/**
 * Clears the order's `askingPaymentId` once that attempt's outcome is known. While nothing pays the order, moves it to
 * an attempt whose bank is slow: until that one has an answer, nothing else is confirmed and the order does not end.
 */
async function answered(
  order: Order,
  payment: Payment,
  { wins }: Change,
  attempts: Attempts,
): Promise<Partial<Order>> {
  if (order.askingPaymentId !== payment.id || unanswered.has(payment.status)) return {};
  if (wins || order.winnerPaymentId) return { askingPaymentId: null };
  const slow = (await attempts()).find(({ id, status }) => id !== payment.id && unanswered.has(status));
  return { askingPaymentId: slow?.id ?? null };
}

const unanswered: ReadonlySet<PaymentStatus> = new Set(["confirming", "authorized"]);

/**
 * The payment method that lists show for the order, if this changes it: another payment pays it now, none does any
 * more, or the shopper chose another method in the gateway's window.
 */
async function wayShown(order: Order, before: Payment, written: Payment, change: Change, attempts: Attempts) {
  const { winnerPaymentId = order.winnerPaymentId } = change.order;
  if (winnerPaymentId) return winnerPaymentId === written.id ? wayToPay(order, written) : {};
  if (!order.winnerPaymentId && written.method === before.method) return {};
  const newest = (await attempts()).at(-1);
  return newest && wayToPay(order, newest);
}

/** A refund that comes back to us makes the order one to be shipped again. */
const shippingOwed = ({ refundedWhole, winnerPaymentId }: Order, written: Payment): Partial<Order> =>
  refundedWhole && winnerPaymentId === written.id && written.refunded < written.captured
    ? { refundedWhole: false }
    : {};

/** Ends the calls that this answers, and sends the next refund if one is done or failed. */
async function endCalls(
  tx: Tx,
  before: Payment,
  payment: Payment,
  standing: Call[],
  found: Found,
  change: Change,
  now: Date,
) {
  for (const call of standing) {
    const end = endOfCall(call, before, payment, found, change, now);
    if (!end) continue;
    await endStandingCall(tx, call.id, end, forgetful(call));
    if (end === "done" && call.sent.kind === "capture" && call.sent.shippedBy)
      await shipCaptured(tx, payment, call.sent.shippedBy, call.sent.parcel ?? unnamedParcel, now);
  }
  if (change.refundsDone.length + (change.refundsFailed ?? []).length > 0)
    await askNextRefund(tx, payment, now);
}

/** Staff need not say what they ship an order with. */
const unnamedParcel = { courier: null, trackingNumber: null };

/** How a call ends with this finding; undefined if it still waits for its answer. */
function endOfCall(
  call: Call,
  before: Payment,
  payment: Payment,
  found: Found,
  change: Change,
  now: Date,
): Exclude<Call["state"], "pending" | "stuck"> | undefined {
  const { refundsDone, refundsFailed = [] } = change;
  switch (call.kind) {
    case "refund":
      if (refundsFailed.includes(call.refundId ?? "")) return "declined";
      return refundsDone.includes(call.refundId ?? "") ? "done" : undefined;
    case "create":
      return payment.status === "ready" && payment.surface === null ? undefined : endOf[found.is];
    case "close":
      // Once the money is held, the page is over; the hold is voided with another call. The shopper paid before an
      // intent was closed, and that counts.
      if (
        payment.status === "authorized" &&
        (isOfPage(call) || (before.status !== "authorized" && change.wins))
      )
        return "moot";
      return isOpenSurface(payment) ? undefined : endOf[found.is];
    case "capture":
      if (payment.status === "authorized" || payment.status === "confirming") return undefined;
      return payment.captured === call.amount ? "done" : "declined";
    case "acquire":
      if (isAcquired(payment)) return "done";
      return payment.refunded >= payment.captured ? "declined" : undefined;
    case "receipt":
    case "receipt_cancel":
      return endOfReceiptCall(call, payment.detail.cashReceipts, now);
    default:
      return payment.status === "confirming" ? undefined : endOf[found.is];
  }
}

const endOf = {
  seen: "done",
  declined: "declined",
  rejected: "declined",
  errored: "declined",
  nothing: "moot",
  lost: "moot",
} as const satisfies Record<Found["is"], Call["state"]>;

/**
 * Closes the surfaces that must not take money any more: all others once the order is paid or over, and the other virtual
 * accounts once a new one is issued.
 */
async function closeOthers(
  tx: Tx,
  order: Order,
  before: Payment,
  written: Payment,
  change: Change,
  attempts: Attempts,
  now: Date,
) {
  const { status = order.status, winnerPaymentId: winner = order.winnerPaymentId } = change.order;
  const isPayable = status === "open" || status === "waiting_for_deposit";
  const isAuthorizedNow = written.status === "authorized" && before.status !== "authorized";
  const opened = isOpenSurface(written) && (!isOpenSurface(before) || isAuthorizedNow);
  if (!isPayable && (opened || status !== order.status))
    // What a bank holds for the order stays until the shop captures it.
    await closeSurfaces(tx, await attempts(), reasonFor(status), now, ({ id }) => id === winner);
  else if (opened && written.status === "waiting_for_deposit")
    // A gateway page that is open alongside stays, since the shopper may still choose it.
    await closeSurfaces(
      tx,
      await attempts(),
      "replaced",
      now,
      (surface) => surface.id === written.id || surface.status !== "waiting_for_deposit",
    );
}

/** Counts declines once they are written, and notes a trouble if there are too many. */
async function countAll({ gateway, openedFrom }: Payment, declined: number) {
  const above = await countDeclines(openedFrom, declined);
  for (let n = 0; n < above; n += 1) noteTrouble(gateway, "many_declines");
}

/** What we know about the client that opened a payment, and whether staff have slowed down card payments. */
type Opener = { isTester: boolean; isSlow: boolean };

const trusted: Opener = { isTester: false, isSlow: false };

async function openerOf({ gateway, openedFrom }: Payment, now: Date): Promise<Opener> {
  if (!traitsOf(gateway).takesTypedCards) return trusted;
  const isSlow = (await slowUntil(now)) !== undefined;
  return { isSlow, isTester: await hasManyDeclines(openedFrom, isSlow) };
}

/** Whether a card may have been declined since the last look. Only then is anyone locked out. */
function tellsOfDecline(found: Found) {
  if (found.is !== "seen") return found.is === "declined";
  const { isDecline, failedCharges = [] } = found.snapshot;
  return isDecline || failedCharges.some((charge) => charge.isDecline);
}

/**
 * Stops card testing inside the gateway's card form too, since the form does not ask us before it charges. Set
 * `isTester` if the client that opened the payment has had too many cards declined elsewhere.
 */
async function shutOutCardTesters(tx: Tx, payment: Payment, { isTester, isSlow }: Opener, now: Date) {
  // What a bank holds was approved, whatever was declined before.
  if (!isOpenSurface(payment) || payment.status === "authorized") return;
  const { orderId, gateway } = payment;
  if (isTester || (await restAfterDeclines(tx, [orderId], gateway, now, isSlow)) !== undefined)
    await closeSurface(tx, payment, "too_many_declines", now);
}

const reasonFor = (status: Order["status"]): CloseReason =>
  status === "expired" || status === "canceled" ? "order_ended" : "paid_otherwise";

async function giveBack(tx: Tx, payment: Payment, reason: string, now: Date) {
  const amount = payment.captured - payment.refunded - payment.refundPending;
  // Disputed money waits for the bank's decision, and what the bank returned to the cardholder must not be refunded as
  // well.
  if (amount <= 0 || (await isDisputed(tx, payment.id))) return;
  const refusal = refusalOfRefund(payment, amount, now);
  // The gateway would refuse it each time.
  if (refusal) await callPerson(tx, [needOf(payment, "not_refundable", refusal.code)], now);
  else await reserveRefund(tx, { payment, amount, reason, requestedBy: "system", now });
}
