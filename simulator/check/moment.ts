import type { Order, Payment, Transfer } from "@/db/schema";
import { blocksRefunds } from "@/lib/books/needs";
import type { Books } from "@/lib/books/read";
import { isNeeded } from "@/lib/books/rule";
import type { TrueMoney } from "../gateway/money";

/**
 * While the world is running, the books may lag behind the gateway but never run ahead of it. A failed payment took no
 * money, and money that came in besides the winner's is on its way back.
 */
export function faultsOfHope(
  { order, payments, disputes, transfers, needs }: Books,
  truth: TrueMoney[],
): string[] {
  return payments.flatMap((payment) => {
    const taken = truth.find((it) => it.orderId === payment.gatewayOrderId && it.everTaken > 0);
    const name = `${payment.gatewayOrderId} (${payment.status})`;
    const isWithBank = disputes.some(
      ({ paymentId, state }) => paymentId === payment.id && blocksRefunds({ state }),
    );
    const isOwed = payment.credited === "shopper" && !isNeeded(needs, payment) && !isWithBank;
    const owed = payment.captured - payment.refunded - payment.refundPending;
    return [
      ...(payment.captured > (taken?.everTaken ?? 0)
        ? [`${name}: the books have more than was charged`]
        : []),
      ...(payment.refunded > (taken?.everGiven ?? 0)
        ? [`${name}: the books refunded more than the gateway`]
        : []),
      ...(awayOf(transfers, payment) < 0 ? [`${name}: its bank returned more than it took`] : []),
      ...(taken && saysFailed(payment, taken) ? [`${name}: the books say failed, and it was charged`] : []),
      ...(isOwed && owed > 0 ? [`${order.number} keeps ${owed} of ${name}, and no refund is pending`] : []),
    ];
  });
}

/** How much of a payment its bank has withdrawn, according to our books, in minor units. */
export const awayOf = (transfers: Transfer[], { id }: Payment) =>
  transfers
    .filter(({ paymentId, cause }) => paymentId === id && (cause === "dispute" || cause === "dispute_won"))
    .reduce((sum, { cause, amount }) => sum + (cause === "dispute" ? amount : -amount), 0);

const saysFailed = (payment: Payment, taken: TrueMoney) =>
  payment.status === "failed" && keyOf(payment) === taken.key && !taken.cameUnasked;

const keyOf = ({ gatewaySessionKey, gatewayPaymentKey }: Payment) => gatewaySessionKey ?? gatewayPaymentKey;

/** An order's sales match its winner: none without a winner, and exactly one sale after any number of reversals. */
export function faultsOfSales({ order, payments, transfers }: Books): string[] {
  const total = (matches: (transfer: Transfer) => boolean) =>
    transfers.filter(matches).reduce((sum, { amount }) => sum + amount, 0);
  const sold = total(({ credit }) => credit === "sales") - total(({ debit }) => debit === "sales");
  const winner = payments.find(({ id }) => id === order.winnerPaymentId);
  // Of money that was in review and then accepted, only what was left at that point counts as a sale.
  const own = transfers.filter(({ paymentId }) => paymentId === winner?.id);
  const before = own.reduce(
    (sum, { amount, debit, credit, cause }) =>
      sum +
      (debit === "suspense" && cause === "refund" ? amount : 0) -
      (credit === "suspense" && cause === "refund_failed" ? amount : 0),
    0,
  );
  const right = winner ? winner.captured - before : 0;
  return sold === right ? [] : [`${order.number} (${order.status}) has sales of ${sold} instead of ${right}`];
}

/** An order may only end once no surface known to the shop can still take money for it. */
export function faultsOfSurfaces(before: Order, { order, payments }: Books, truth: TrueMoney[]): string[] {
  if (isOver(before) || !isOver(order)) return [];
  // Nobody can pay through a surface whose address was never returned to anyone.
  const isKnown = ({ key }: TrueMoney) => payments.some((payment) => keyOf(payment) === key);
  return truth
    .filter((it) => it.isOpen && isKnown(it))
    .map((it) => `${order.number} is ${order.status} while ${it.orderId} can still be paid`);
}

const isOver = ({ status }: Order) => status === "expired" || status === "canceled";
