import { orders } from "@/db/schema";
import { db } from "@/db/store";
import { type Books, faultsOf, faultsOfStock, readBooks, type Stock, unrestOf } from "@/lib/books/invariants";
import { given, left, type TruePayment } from "./gateway/truth";
import { stockNow } from "./shelf";
import type { World } from "./world";

/** What must hold at every moment: the books of every order, as the last commit left them, and the stock. */
export async function checkBooks(atStart: Stock): Promise<string[]> {
  return faultsOfAll(await allBooks(), atStart);
}

/** What must hold once nothing moves any more: our books, the gateway's truth and what people were told. */
export async function checkRest(world: World, atStart: Stock): Promise<string[]> {
  const books = await allBooks();
  const truth = [...world.truth.payments.values()];
  for (const own of books) noteEnd(world, own);
  for (const payment of truth) if (payment.takenLate) world.note("= taken late");
  return [
    ...(await faultsOfAll(books, atStart)),
    ...books.flatMap(unrestOf),
    ...books.flatMap((own) => faultsOfMoney(own, world.truth.ofOrderNumber(own.order.number))),
    ...faultsOfRefunds(truth),
    ...truth.flatMap((payment) => faultsOfOrphan(books, payment)),
    ...world.told.inTheEnd(),
  ];
}

const faultsOfAll = async (books: Books[], atStart: Stock) => [
  ...books.flatMap(faultsOf),
  ...faultsOfStock(atStart, await stockNow(), books),
];

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

const allBooks = async (): Promise<Books[]> => {
  const all: Books[] = [];
  for (const { id } of await db.select({ id: orders.id }).from(orders)) all.push(await readBooks(id));
  return all;
};

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
