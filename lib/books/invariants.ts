import type { Call, Order, Payment } from "@/db/schema";
import { demandedBy, endsByItself, isFor, stillStands } from "./needs";
import { faultsOfPayment } from "./payment-faults";
import { type Books, readBooks } from "./read";
import { asked, broken, ids, isUnderWay, type Rule } from "./rule";
import { overdueAt } from "./unknown";

/** Reads the books of an order and returns what is wrong in them; empty if nothing is. */
export const auditOrder = async (orderId: string): Promise<string[]> => faultsOf(await readBooks(orderId));

/** The faults in the books of an order, in words. Pure; the list is empty after every commit, also during a payment. */
export const faultsOf = (books: Books): string[] => [
  ...faultsOfOrder(books),
  ...faultsOfNeeds(books),
  ...books.payments.flatMap((payment) => faultsOfPayment(books, payment)),
];

const faultsOfOrder = (books: Books): string[] =>
  broken([...rulesOfSale(books), ...rulesOfAsking(books), ...rulesOfSurfaces(books), ...rulesOfGoods(books)]);

const nameOf = ({ number, status }: Order) => `${number} (${status})`;

/** What the order costs, and the one payment that pays it. */
function rulesOfSale({ order, items, payments, transfers }: Books): Rule[] {
  const winner = payments.find((payment) => payment.id === order.winnerPaymentId);
  const sold = payments.filter((payment) => payment.credited === "sales");
  const shown = winner ?? payments.reduce<Payment | undefined>(newer, undefined);
  const goods = items.reduce((sum, item) => sum + item.unitPrice * item.quantity, 0);
  const price = goods + order.shipping;
  const isPaidBy = winner !== undefined && order.status !== "authorized";
  const name = nameOf(order);
  return [
    [order.amount === price, `${name} costs ${order.amount}, but its items and delivery cost ${price}`],
    [
      order.status !== "paid" || winner !== undefined || order.amount === 0,
      `${name} is paid, but by no payment of its own`,
    ],
    // Unless the shop captured only a part of what was held, or an operator accepted the difference.
    [
      !isPaidBy ||
        (winner.captured === order.amount && winner.currency === order.currency) ||
        (winner.captured === winner.captureAsked && winner.captured < order.amount) ||
        transfers.some(({ paymentId, cause }) => paymentId === winner.id && cause === "accept"),
      `${name} costs ${order.amount} ${order.currency}, but ${winner?.captured} ${winner?.currency} pay it`,
    ],
    [
      order.status === "paid" || order.status === "authorized" || order.winnerPaymentId === null,
      `${name} has a winner but is not paid`,
    ],
    [sold.length <= 1, `${name} was sold more than once: ${ids(sold)}`],
    [
      sold.every((payment) => payment === winner) && (!isPaidBy || sold.includes(winner)),
      `${name}: what was sold (${ids(sold)}) is not what pays it (${order.winnerPaymentId})`,
    ],
    [!isPaidBy || winner.status === "paid", `${name} is paid by ${winner?.id}, which is ${winner?.status}`],
    [
      order.status !== "authorized" || (winner !== undefined && asked.has(winner.status)),
      `${name} is held by ${winner?.id}, which is ${winner?.status}`,
    ],
    [
      order.gateway === (shown?.gateway ?? null) && order.method === (shown?.method ?? null),
      `${name} is listed as paid by ${order.gateway} ${order.method}, not by ${shown?.gateway} ${shown?.method}`,
    ],
    [order.status !== "paid" || order.paidAt !== null, `${name} does not say when it was paid`],
  ];
}

/** What is being asked of a gateway, and what waits for a person. */
function rulesOfAsking({ order, payments, calls }: Books): Rule[] {
  const asking = payments.filter((payment) => asked.has(payment.status));
  const inReview = payments.filter((payment) => payment.status === "in_review");
  const confirms = calls.filter(
    (call) => (call.kind === "confirm" || call.kind === "issue") && call.state === "pending",
  );
  const name = nameOf(order);
  return [
    [
      // The order may wait for a slow bank while it asks about another payment.
      asking.every((payment) => payment.id === order.askingPaymentId || payment.nextLookAt !== null),
      `${name} names ${order.askingPaymentId} as being asked, but ${ids(asking)} are`,
    ],
    [
      order.askingPaymentId === null || asking.length > 0,
      `${name} names ${order.askingPaymentId} as being asked, which it is not`,
    ],
    [confirms.length <= 1, `${name} has more than one open confirm: ${ids(confirms)}`],
    [
      order.endingSince === null || order.status === "open" || order.status === "waiting_for_deposit",
      `${name} is being ended, and not to be paid any more`,
    ],
    [
      order.status !== "in_review" || inReview.length > 0,
      `${name} is in review, but none of its payments is`,
    ],
    [
      inReview.length === 0 ||
        order.status === "in_review" ||
        order.status === "paid" ||
        order.status === "authorized",
      `${name} does not wait for a person, but ${ids(inReview)} does`,
    ],
    [!isOver(order) || asking.length === 0, `${name} is over while ${ids(asking)} may still take money`],
  ];
}

/** What can take money for the order without being asked. */
function rulesOfSurfaces({ order, payments, calls }: Books): Rule[] {
  const waiting = payments.filter((payment) => payment.status === "waiting_for_deposit");
  const surfaces = payments.filter((payment) => payment.surface !== null && payment.status !== "confirming");
  const name = nameOf(order);
  return [
    [
      order.status !== "waiting_for_deposit" || waiting.length > 0,
      `${name} waits for a deposit into no account`,
    ],
    [
      waiting.every((payment) => order.status === "waiting_for_deposit" || isClosing(calls, payment)),
      `${name} has an account that nobody will close: ${ids(waiting)}`,
    ],
    [
      waiting.filter((payment) => !isClosing(calls, payment)).length <= 1,
      `${name} has more than one account to deposit into: ${ids(waiting)}`,
    ],
    [!isOver(order) || surfaces.length === 0, `${name} is over, but can still be paid by ${ids(surfaces)}`],
    [
      order.status === "open" ||
        order.status === "waiting_for_deposit" ||
        surfaces.every((surface) => isClosing(calls, surface)),
      `${name} has a surface that nobody will close: ${ids(surfaces)}`,
    ],
    [
      surfaces.filter((surface) => !isClosing(calls, surface)).length <= 1,
      `${name} has more than one surface to be paid by: ${ids(surfaces)}`,
    ],
  ];
}

/** Who has the items: the shelf or the order. */
function rulesOfGoods({ order, items, payments }: Books): Rule[] {
  const payable = payments.filter((payment) => payment.status === "ready" || payment.status === "confirming");
  const overfull = items.filter(({ quantity, restocked }) => restocked < 0 || restocked > quantity);
  const name = nameOf(order);
  return [
    [
      (order.status !== "paid" && order.status !== "authorized") || order.stockTaken,
      `${name} is paid or held, but its items were not taken`,
    ],
    [
      !isOver(order) || !order.stockTaken || order.shippedAt !== null,
      `${name} is over and still has its items`,
    ],
    [
      overfull.length === 0,
      `${name} gave back more than it had of ${overfull.map(({ sku }) => sku).join(", ")}`,
    ],
    [
      order.stockTaken || items.every(({ restocked }) => restocked === 0),
      `${name} has no items, and some of them are back twice`,
    ],
    [
      order.status !== "open" || payable.length === 0 || order.stockTaken,
      `${name} may be paid, but its items were not taken`,
    ],
  ];
}

/**
 * What has been unknown for too long at `at` without being in the list of needs. Pure; empty after every turn of
 * reconcile.
 */
export const unseenAt = (books: Books, at: Date): string[] =>
  overdueAt(books, at)
    .filter((unknown) => !books.needs.some((need) => isFor(need, unknown)))
    .map(
      ({ subject, subjectId, reasons, since }) =>
        `${subject} ${subjectId} has not been known since ${since.toISOString()} (${reasons.join(" or ")}), and nobody sees it`,
    );

/**
 * Everything that waits for an operator according to its own row is in the list of needs, and nothing that no longer
 * does.
 */
function faultsOfNeeds(books: Books): string[] {
  const { needs } = books;
  return broken([
    ...demandedBy(books).map(
      (demanded): Rule => [
        needs.some((need) => isFor(need, demanded)),
        `${demanded.subject} ${demanded.subjectId} waits for a person (${demanded.reasons.join(" or ")}), and is not in the list`,
      ],
    ),
    ...needs
      // Webhooks are processed without the order's lock, and keys do not belong to an order.
      .filter(({ reason }) => endsByItself.has(reason) && reason !== "news_unanswered")
      .map(
        (need): Rule => [
          stillStands(need, books),
          `${need.id} says ${need.reason} of ${need.subjectId}, which is so no longer`,
        ],
      ),
  ]);
}

const newer = (one: Payment | undefined, other: Payment) =>
  one && one.attempt > other.attempt ? one : other;

/** An account or a surface that is being closed, or that could not be closed and was reported to an operator. */
const isClosing = (calls: Call[], payment: Payment) =>
  calls.some((call) => call.paymentId === payment.id && call.kind === "close" && isUnderWay(call));

const isOver = (order: Order) => order.status === "expired" || order.status === "canceled";
