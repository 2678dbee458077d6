import { traitsOf } from "@/lib/gateways/all-traits";
import type { Reply } from "../api";

export type Status = Reply<"GET /payments/status">;
export type Payment = Status["payments"][number];

/** Where an order stands, as its buyer sees it: an open order is told apart by what happens to it now. */
export type Standing = Status["order"]["status"] | "checking" | "requires_action" | "declined";

export function standingOf({ order, payments, next }: Status): Standing {
  if (isBought(order.status)) return order.status;
  if (next.action === "wait") return "checking";
  if (order.status !== "open") return order.status;
  if (newest(payments)?.status === "requires_action") return "requires_action";
  return lastFailure(payments)?.kind === "declined" ? "declined" : "open";
}

export const isBought = (standing: Standing) =>
  standing === "paid" || standing === "partially_refunded" || standing === "refunded";

/** True of an order the shop has taken, whether its money is here or on its way. */
export const isPlaced = (standing: Standing) => isBought(standing) || standing === "waiting_for_deposit";

/** Why the latest attempt ended without money, if it did. */
export function lastFailure(payments: Payment[]): Payment["failure"] {
  const latest = newest(payments);
  return latest?.status === "failed" ? (latest.failure ?? { code: "unknown", kind: "error" }) : null;
}

const newest = (payments: Payment[]) =>
  payments.toSorted((one, other) => other.created_at.localeCompare(one.created_at))[0];

const ended: ReadonlySet<string> = new Set(["failed", "canceled", "expired"]);

/** What of an attempt tells whether it may have taken money. */
type Taking = Pick<Payment, "captured" | "gateway"> & { status: string; failure: unknown };

/** True only when it is known that no money was taken: nothing captured, and nothing asked and unanswered. */
export const nothingTaken = ({ payments }: { payments: Taking[] }) =>
  payments.every((payment) => payment.captured === 0 && (ended.has(payment.status) || isUntouched(payment)));

/** What takes money without being asked says nothing of it until the shop has heard of it. */
const isUntouched = ({ status, gateway, failure }: Taking) =>
  status === "ready" && (!traitsOf(gateway).paysUnasked || failure !== null);

/** Payments that took money and do not pay the order, as when it was paid in two tabs. Oldest first. */
export const takenBeside = ({ order, payments }: Status) =>
  payments.filter((payment) => payment.captured > 0 && !(payment.winner && isBought(order.status)));

/** What banks ask about, hold and gave back of a payment because its cardholder disputes it; in minor units. */
export function disputeOf({ disputed }: Status, { id, currency }: Payment) {
  const ofPayment = disputed.filter((one) => one.payment_id === id && one.currency === currency);
  const sum = (wanted: "open" | "lost") =>
    ofPayment.reduce((all, { state, amount }) => all + (state === wanted ? amount : 0), 0);
  return {
    held: sum("open"),
    lost: sum("lost"),
    asked: ofPayment.some(({ state }) => state === "inquiry"),
  };
}

/** True while a bank takes its time: the gateway was asked, and the money neither came nor was refused. */
export const isSlowBank = ({ payments }: Status) =>
  payments.some((payment) => traitsOf(payment.gateway).waitsForBanks && payment.status === "confirming");

/** The payment that pays the order. */
export const paymentOf = (payments: Payment[]) => payments.find((payment) => payment.winner);

/** What was given back last of the payment that pays the order. */
export function lastGivenBack({ payments, refunds }: Status) {
  const winner = paymentOf(payments);
  return refunds.findLast(({ payment_id, state }) => payment_id === winner?.id && state === "done");
}

/** A payment's refund that is still under way; the one its owner must do something about first. */
export function expectedBack({ refunds }: Status, { id }: Payment) {
  const open = refunds.filter(
    ({ payment_id, state }) => payment_id === id && state !== "done" && state !== "failed",
  );
  return open.find(({ state }) => state === "waiting_for_account") ?? open[0];
}

/** True while, or after, an account to deposit into was asked of the bank, and not a payment's approval. */
export const wasIssuing = ({ payments }: Status) => newest(payments)?.method === "VIRTUAL_ACCOUNT";

/** True of an order that was paid, and all that is left of its money is on its way back. */
export function isGoingBack({ order, payments }: Status) {
  const winner = paymentOf(payments);
  if (!winner?.refund_pending || !isBought(order.status)) return false;
  return winner.refund_pending >= winner.captured - winner.refunded;
}

/** True of an order that its shopper gave up before anything was paid, and that is ending. */
export const isGivenUp = ({ order, cancel }: Status) =>
  order.status === "waiting_for_deposit" && cancel.request?.state === "granted";

/** True of an order that ended because nobody deposited: an account that may still be remembered somewhere. */
export const endedWithoutDeposit = ({ order, payments }: Status) =>
  order.status === "expired" && payments.some((payment) => payment.virtual_account?.expired);

/** True once a bank has taken back the deposit that had paid this order. */
export const depositReversed = (kinds: string[]) =>
  kinds.findLast((kind) => kind === "payment_paid" || kind === "deposit_reversed") === "deposit_reversed";
