import { traitsOf } from "@/lib/gateways/all-traits";
import type { Reply } from "../api";

export type Status = Reply<"GET /payments/status">;
export type Payment = Status["payments"][number];

/** The state of an order as its buyer sees it; an open order is divided by what is happening to it. */
export type Standing = Status["order"]["status"] | "checking" | "requires_action" | "declined";

export function standingOf({ order, payments, next }: Status): Standing {
  if (isBought(order.status) || order.status === "authorized") return order.status;
  if (next.action === "wait") return "checking";
  if (order.status !== "open") return order.status;
  if (newest(payments)?.status === "requires_action") return "requires_action";
  return lastFailure(payments)?.kind === "declined" ? "declined" : "open";
}

export const isBought = (standing: Standing) =>
  standing === "paid" || standing === "partially_refunded" || standing === "refunded";

/** Whether the shop has accepted the order, with its money received, on hold or on its way. */
export const isPlaced = (standing: Standing) =>
  isBought(standing) || standing === "authorized" || standing === "waiting_for_deposit";

/** Why the latest attempt ended without money, if it did. */
export function lastFailure(payments: Payment[]): Payment["failure"] {
  const latest = newest(payments);
  return latest?.status === "failed" ? (latest.failure ?? { code: "unknown", kind: "error" }) : null;
}

const newest = (payments: Payment[]) =>
  payments.toSorted((one, other) => other.created_at.localeCompare(one.created_at))[0];

const ended: ReadonlySet<string> = new Set(["failed", "canceled", "expired"]);

/** The parts of an attempt that show whether it may have taken money. */
type Taking = Pick<Payment, "captured" | "gateway"> & { status: string; failure: unknown };

/** True only if certainly no money was taken: nothing captured, and no request without an answer. */
export const nothingTaken = ({ payments }: { payments: Taking[] }) =>
  payments.every((payment) => payment.captured === 0 && (ended.has(payment.status) || isUntouched(payment)));

/** A gateway where shoppers pay without our request may have taken money before the shop hears of it. */
const isUntouched = ({ status, gateway, failure }: Taking) =>
  status === "ready" && (!traitsOf(gateway).paysUnasked || failure !== null);

/** Payments that took money but do not pay the order, for example if it was paid in two tabs. Oldest first. */
export const takenBeside = ({ order, payments }: Status) =>
  payments.filter((payment) => payment.captured > 0 && !(payment.winner && isBought(order.status)));

/** Disputes about a payment: what banks ask about, hold, and gave back to the cardholder; in minor units. */
export function disputeOf({ disputed }: Status, { id, currency }: Payment) {
  const ofPayment = disputed.filter((one) => one.payment_id === id && one.currency === currency);
  const sum = (wanted: "open" | "lost") =>
    ofPayment.reduce((all, { state, amount }) => all + (state === wanted ? amount : 0), 0);
  return {
    disputed: sum("open"),
    lost: sum("lost"),
    asked: ofPayment.some(({ state }) => state === "inquiry"),
  };
}

/** True while a bank is slow: the gateway was asked, and the money has neither arrived nor been refused. */
export const isSlowBank = ({ payments }: Status) =>
  payments.some((payment) => traitsOf(payment.gateway).waitsForBanks && payment.status === "confirming");

/** The payment that pays the order. */
export const paymentOf = (payments: Payment[]) => payments.find((payment) => payment.winner);

/** The last completed refund of the payment that pays the order. */
export function lastGivenBack({ payments, refunds }: Status) {
  const winner = paymentOf(payments);
  return refunds.findLast(({ payment_id, state }) => payment_id === winner?.id && state === "done");
}

/** A payment's pending refund; first the one for which the shopper must do something. */
export function expectedBack({ refunds }: Status, { id }: Payment) {
  const open = refunds.filter(
    ({ payment_id, state }) => payment_id === id && state !== "done" && state !== "failed",
  );
  return open.find(({ state }) => state === "waiting_for_account") ?? open[0];
}

/** True if the latest attempt asks a bank for a deposit account, rather than for a payment's approval. */
export const wasIssuing = ({ payments }: Status) => newest(payments)?.method === "VIRTUAL_ACCOUNT";

/** Whether a paid order's remaining money is all being refunded. */
export function isGoingBack({ order, payments }: Status) {
  const winner = paymentOf(payments);
  if (!winner?.refund_pending || !isBought(order.status)) return false;
  return winner.refund_pending >= winner.captured - winner.refunded;
}

/** Whether the shopper gave up the order before anything was paid, and it is ending. */
export const isGivenUp = ({ order, cancel }: Status) =>
  order.status === "waiting_for_deposit" && cancel.request?.state === "granted";

/** Whether the order ended without a deposit: its account may still be noted somewhere. */
export const endedWithoutDeposit = ({ order, payments }: Status) =>
  order.status === "expired" && payments.some((payment) => payment.virtual_account?.expired);

/** Whether a bank has reversed the deposit that paid this order. */
export const depositReversed = (kinds: string[]) =>
  kinds.findLast((kind) => kind === "payment_paid" || kind === "deposit_reversed") === "deposit_reversed";
