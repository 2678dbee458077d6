import { orders, type Payment } from "@/db/schema";
import { db } from "@/db/store";
import { type Books, faultsOf, faultsOfStock, readBooks, type Stock, unrestOf } from "@/lib/books/invariants";
import { presentStatus } from "@/lib/payments/present";
import { given, left, type TruePayment } from "./gateway/truth";
import { stockNow } from "./shelf";
import type { World } from "./world";

/** Looks over everybody's shoulder: the books of every order, the stock, the gateway's truth, what people hear. */
export class Audit {
  /** The books of each order as they were last read. */
  readonly #books = new Map<string, Books>();

  constructor(
    private readonly world: World,
    private readonly atStart: Stock,
  ) {}

  /** What must hold after every commit. Reads again only what changed since the last time. */
  async moment(): Promise<string[]> {
    const faults: string[] = [];
    for (const { id, version } of await db.select({ id: orders.id, version: orders.version }).from(orders)) {
      if (this.#books.get(id)?.order.version === version) continue;
      const books = await readBooks(id);
      this.#books.set(id, books);
      faults.push(...faultsOf(books), ...this.#ofTruth(books, faultsOfHope));
    }
    return [...faults, ...faultsOfStock(this.atStart, await stockNow(), [...this.#books.values()])];
  }

  /** What must hold once nothing moves any more: our books, the gateway's truth and what people were told. */
  async rest(): Promise<string[]> {
    this.#books.clear();
    const faults = await this.moment();
    const books = [...this.#books.values()];
    const truth = [...this.world.truth.payments.values()];
    for (const own of books) noteEnd(this.world, own);
    for (const payment of truth) if (payment.takenLate) this.world.note("= taken late");
    return [
      ...faults,
      ...books.flatMap(unrestOf),
      ...books.flatMap((own) => this.#ofTruth(own, faultsOfMoney)),
      ...faultsOfRefunds(truth),
      ...truth.flatMap((payment) => faultsOfOrphan(books, payment)),
      ...this.world.told.inTheEnd(),
      ...books.flatMap((own) => this.#ofTruth(own, faultsOfStatus)),
    ];
  }

  #ofTruth = (books: Books, check: (books: Books, truth: TruePayment[]) => string[]) =>
    check(books, this.world.truth.ofOrderNumber(books.order.number));
}

/** Counts how orders ended, so that a person can see what the seeds reached. */
function noteEnd(world: World, { order, payments, refunds }: Books) {
  world.note(`= order ${order.status}`);
  for (const { requestedBy, reason } of refunds)
    if (requestedBy === "system") world.note(`= given back: ${reason}`);
  for (const payment of payments) {
    if (payment.credited) world.note(`= ${payment.status}, credited to ${payment.credited}`);
    if (payment.refunded > 0)
      world.note(`= refunded${payment.refunded < payment.captured ? " in part" : ""}`);
    if (payment.needsPerson) world.note(`= needs person: ${payment.needsPerson}`);
  }
}

/** While all moves our books may know less than the gateway, never more; and what is not for us is on its way back. */
function faultsOfHope({ order, payments }: Books, truth: TruePayment[]): string[] {
  return payments.flatMap((payment) => {
    const taken = truth.find(
      ({ orderId, status }) => orderId === payment.gatewayOrderId && status === "done",
    );
    const name = `${payment.gatewayOrderId} (${payment.status})`;
    const isOwed = payment.credited === "shopper" && payment.needsPerson === null;
    const owed = payment.captured - payment.refunded - payment.refundPending;
    return [
      ...(payment.captured > (taken?.amount ?? 0) ? [`${name}: the books have more than was taken`] : []),
      ...(payment.refunded > (taken ? given(taken) : 0)
        ? [`${name}: the books gave back more than was given`]
        : []),
      ...(taken && saysFailed(payment, taken) ? [`${name}: the books say failed, and money was taken`] : []),
      ...(isOwed && owed > 0 ? [`${order.number} keeps ${owed} of ${name}, and nobody gives it back`] : []),
    ];
  });
}

/** A request that is acted upon when nobody waits any more may take money after it was given up. */
const saysFailed = (payment: Payment, taken: TruePayment) =>
  payment.status === "failed" && payment.gatewayPaymentKey === taken.paymentKey && !taken.takenLate;

/** Our books against the gateway's truth, payment by payment, and the order against both. */
function faultsOfMoney({ order, payments }: Books, truth: TruePayment[]): string[] {
  const faults: string[] = [];
  for (const payment of payments) {
    const taken = truth.find(
      ({ status, orderId }) => status === "done" && orderId === payment.gatewayOrderId,
    );
    const [amount, back] = taken ? [taken.amount, given(taken)] : [0, 0];
    const name = `${payment.gatewayOrderId} (${payment.status})`;
    if (payment.captured !== amount)
      faults.push(`${name}: our books took ${payment.captured}, the gateway ${amount}`);
    if (payment.refunded !== back)
      faults.push(`${name}: our books gave back ${payment.refunded}, the gateway ${back}`);
  }
  const forPerson = new Set(
    payments.filter(({ needsPerson }) => needsPerson).map(({ gatewayOrderId }) => gatewayOrderId),
  );
  const kept = truth.filter((payment) => left(payment) > 0 && !forPerson.has(payment.orderId));
  if (kept.length > 1) faults.push(`${order.number} is charged ${kept.length} times`);
  for (const payment of kept)
    if (order.status !== "paid" || !payments.some((it) => isWinner(it.id, it.gatewayOrderId, payment)))
      faults.push(`${order.number} (${order.status}) does not say what ${payment.orderId} was taken for`);
  return faults;

  function isWinner(id: string, gatewayOrderId: string, payment: TruePayment) {
    return id === order.winnerPaymentId && gatewayOrderId === payment.orderId;
  }
}

/** What the status page says in the end, when all that there is to know is known. */
function faultsOfStatus({ order, payments }: Books, truth: TruePayment[]): string[] {
  const { next } = presentStatus(order, payments);
  const kept = truth.reduce((sum, payment) => sum + left(payment), 0);
  const isLie = next.action === "wait" || (kept > 0 && saysNothingIsPaid.has(next.action));
  return isLie ? [`in the end ${order.number} says "${next.detail}", and the gateway keeps ${kept}`] : [];
}

const saysNothingIsPaid: ReadonlySet<string> = new Set(["pay", "order_again"]);

/** One refund of ours is at most one refund at the gateway. */
function faultsOfRefunds(truth: TruePayment[]): string[] {
  const times = new Map<string, number>();
  for (const { reason } of truth.flatMap((payment) => payment.cancels)) {
    const id = /\((rf_\w+)\)$/.exec(reason)?.[1];
    if (id) times.set(id, (times.get(id) ?? 0) + 1);
  }
  return [...times].filter(([, count]) => count > 1).map(([id, count]) => `${id} was done ${count} times`);
}

/** Money was taken for an attempt that we have. */
function faultsOfOrphan(books: Books[], payment: TruePayment): string[] {
  const known = books.some((own) => own.payments.some((it) => it.gatewayOrderId === payment.orderId));
  return known || payment.status !== "done" ? [] : [`money was taken for ${payment.orderId}, which is lost`];
}
