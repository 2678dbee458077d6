import type { Order, Payment, Transfer } from "@/db/schema";
import type { Books } from "@/lib/books/read";
import { cameUnasked, given, isOpenAccount, type TruePayment } from "../gateway/payment";

/**
 * While all moves the books may know less than the gateway, never more; what failed took no money; and what
 * came beside the winner is on its way back.
 */
export function faultsOfHope({ order, payments }: Books, truth: TruePayment[]): string[] {
  return payments.flatMap((payment) => {
    const taken = truth.find((it) => it.orderId === payment.gatewayOrderId && everTook(it));
    const name = `${payment.gatewayOrderId} (${payment.status})`;
    const isOwed = payment.credited === "shopper" && payment.needsPerson === null;
    const owed = payment.captured - payment.refunded - payment.refundPending;
    return [
      ...(payment.captured > (taken?.amount ?? 0) ? [`${name}: the books have more than was taken`] : []),
      ...(payment.refunded > (taken ? given(taken) : 0)
        ? [`${name}: the books gave more than was given`]
        : []),
      ...(taken && saysFailed(payment, taken) ? [`${name}: the books say failed, and money was taken`] : []),
      ...(isOwed && owed > 0 ? [`${order.number} keeps ${owed} of ${name}, and nobody gives it back`] : []),
    ];
  });
}

/** The bank may have taken it back since, and the books do not know yet. */
const everTook = ({ status, account }: TruePayment) => status === "done" || (account?.deposits ?? 0) > 0;

const saysFailed = (payment: Payment, taken: TruePayment) =>
  payment.status === "failed" && payment.gatewayPaymentKey === taken.paymentKey && !cameUnasked(taken);

/** An order is sold as its winner says: not at all without one, once after any number of reversals. */
export function faultsOfSales({ order, payments, transfers }: Books): string[] {
  const total = (matches: (transfer: Transfer) => boolean) =>
    transfers.filter(matches).reduce((sum, { amount }) => sum + amount, 0);
  const sold = total(({ credit }) => credit === "sales") - total(({ debit }) => debit === "sales");
  const winner = payments.find(({ id }) => id === order.winnerPaymentId);
  // Of money that was held and then accepted, only what was left then is a sale.
  const right = winner
    ? winner.captured -
      total(
        ({ paymentId, debit, cause }) =>
          paymentId === winner.id && debit === "suspense" && cause === "refund",
      )
    : 0;
  return sold === right ? [] : [`${order.number} (${order.status}) is sold for ${sold}, not for ${right}`];
}

/** An order ends only when nobody can deposit for it any more, unless an account opened or reopened by itself. */
export function faultsOfAccounts(before: Order, order: Order, truth: TruePayment[], at: Date): string[] {
  if (isOver(before) || !isOver(order)) return [];
  return truth
    .filter((it) => isOpenAccount(it, at) && !it.authorizedLate && it.account?.reversals === 0)
    .map((it) => `${order.number} is ${order.status} while somebody may deposit for ${it.orderId}`);
}

const isOver = ({ status }: Order) => status === "expired" || status === "canceled";
