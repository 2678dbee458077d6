import type { Payment } from "@/db/schema";
import type { Books } from "@/lib/books/read";
import { isNeeded, waitsForSomebody } from "@/lib/books/rule";
import { presentStatus } from "@/lib/payments/view/present";
import { left, type TrueMoney } from "../gateway/money";
import { awayOf } from "./moment";

/** Compares our books with the gateway's true state, payment by payment, and the order with both. */
export function faultsOfMoney(books: Books, truth: TrueMoney[]): string[] {
  const { order, payments } = books;
  const faults: string[] = [];
  for (const payment of payments) {
    const own = truth.find(({ taken, orderId }) => taken > 0 && orderId === payment.gatewayOrderId);
    const [amount, back] = own ? [own.taken, own.given] : [0, 0];
    const name = `${payment.gatewayOrderId} (${payment.status})`;
    if (own?.account && own.account !== payment.account)
      faults.push(`${name}: our books have it in account ${payment.account}, the gateway in ${own.account}`);
    if (payment.captured !== amount)
      faults.push(`${name}: our books captured ${payment.captured}, the gateway ${amount}`);
    const away = awayOf(books.transfers, payment);
    if (away !== (own?.disputed ?? 0))
      faults.push(`${name}: banks dispute ${own?.disputed ?? 0} of it, our books say ${away}`);
    const isUnclear = books.needs.some(
      ({ reason, paymentId }) => reason === "refund_unclear" && paymentId === payment.id,
    );
    if (payment.refunded !== back && !isUnclear)
      faults.push(`${name}: our books refunded ${payment.refunded}, the gateway ${back}`);
  }
  const kept = truth.filter((it) => left(it) > 0 && !waits(books, it.orderId));
  if (kept.length > 1) faults.push(`${order.number} is charged ${kept.length} times`);
  const winner = payments.find(({ id }) => id === order.winnerPaymentId);
  for (const { orderId } of kept)
    if (order.status !== "paid" || winner?.gatewayOrderId !== orderId)
      faults.push(`${order.number} (${order.status}) does not count the charge of ${orderId}`);
  return faults;
}

/** Whether the money waits for an operator's decision, a second approval, or the refund account of its owner. */
function waits({ payments, refunds, needs }: Books, gatewayOrderId: string) {
  const payment = payments.find((it) => it.gatewayOrderId === gatewayOrderId);
  return payment !== undefined && (isNeeded(needs, payment) || forSomebody({ refunds }, payment) > 0);
}

const forSomebody = ({ refunds }: Pick<Books, "refunds">, { id }: Payment) =>
  refunds
    .filter((refund) => refund.paymentId === id && waitsForSomebody(refund))
    .reduce((sum, { amount }) => sum + amount, 0);

/** Nothing is left between the gateway and a sale, except what waits for an operator or a refund account. */
export function faultsOfBalances({ payments, refunds, transfers, needs }: Books): string[] {
  return payments.flatMap((payment) => {
    if (isNeeded(needs, payment)) return [];
    return (["shopper", "suspense"] as const).flatMap((account) => {
      const own = transfers.filter(({ paymentId }) => paymentId === payment.id);
      const owed = own.reduce(
        (sum, { credit, debit, amount }) =>
          sum + (credit === account ? amount : 0) - (debit === account ? amount : 0),
        0,
      );
      const right = payment.credited === account ? forSomebody({ refunds }, payment) : 0;
      return owed === right
        ? []
        : [`in the end ${payment.id} has ${owed} in ${account}, and ${right} waits for a person or account`];
    });
  });
}

/** The status page at the end, when everything is known. */
export function faultsOfStatus({ order, payments }: Books, truth: TrueMoney[]): string[] {
  const { next } = presentStatus(order, payments);
  const kept = truth.reduce((sum, payment) => sum + left(payment), 0);
  const isLie = saysMoreComes.has(next.action) || (kept > 0 && saysNothingIsPaid.has(next.action));
  return isLie ? [`in the end ${order.number} says "${next.detail}", and the gateway has ${kept}`] : [];
}

const saysMoreComes: ReadonlySet<string> = new Set(["wait", "deposit"]);
const saysNothingIsPaid: ReadonlySet<string> = new Set(["pay", "order_again"]);

/** No `not_found` need is opened for a payment that exists in another account at the gateway. */
export function faultsOfAbsence({ payments, needs }: Books, truth: TrueMoney[]): string[] {
  return payments.flatMap(({ id, gatewayOrderId }) => {
    const isThere = truth.some(({ account, orderId }) => account !== null && orderId === gatewayOrderId);
    const isMissed = needs.some(({ reason, paymentId }) => reason === "not_found" && paymentId === id);
    return isThere && isMissed ? [`a person is asked to look for ${id}, which is in another account`] : [];
  });
}

/** Each of our refunds happens at most once at the gateway. */
export function faultsOfRefunds(truth: TrueMoney[]): string[] {
  const times = new Map<string, number>();
  for (const id of truth.flatMap(({ refundIds }) => refundIds)) times.set(id, (times.get(id) ?? 0) + 1);
  return [...times].filter(([, count]) => count > 1).map(([id, count]) => `${id} was done ${count} times`);
}

/** Money is only taken for attempts that we have on record. */
export function faultsOfOrphan(books: Books[], { everTaken, orderId }: TrueMoney): string[] {
  const known = books.some((own) => own.payments.some((it) => it.gatewayOrderId === orderId));
  return known || everTaken === 0 ? [] : [`${orderId} was charged, and its order is lost`];
}

/** The gateway's fee for a payment is in our books. */
export function faultsOfFees({ payments }: Books, truth: TrueMoney[]): string[] {
  return payments.flatMap((payment) => {
    const own = truth.find(({ taken, orderId }) => taken > 0 && orderId === payment.gatewayOrderId);
    if (payment.status !== "paid" || (own?.fee ?? null) === payment.fee) return [];
    return [`${payment.id} has a fee of ${payment.fee}, the gateway says ${own?.fee}`];
  });
}

/** Every open need has raised an alarm. */
export const faultsOfPeople = ({ needs }: Books, alarms: ReadonlySet<string> | undefined): string[] =>
  needs
    .filter(({ id }) => alarms && !alarms.has(id))
    .map(({ id, reason, subjectId }) => `${id} (${reason} of ${subjectId}) waits, and nobody was told`);
