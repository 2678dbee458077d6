import {
  type Call,
  callIdOf,
  callKinds,
  type Order,
  type Payment,
  type Refund,
  type Transfer,
} from "@/db/schema";
import { demandedBy, endsByItself, isFor, stillStands } from "./needs";
import { type Books, readBooks } from "./read";
import { excessOf, hasReceipt, isAboutReceipt } from "./receipts";
import { asked, broken, ids, isPending, type Rule, sum } from "./rule";
import { overdueAt } from "./unknown";

/** Reads the books of an order and returns what is wrong in them; empty if nothing is. */
export const auditOrder = async (orderId: string): Promise<string[]> => faultsOf(await readBooks(orderId));

/** The faults in the books of an order, in words. Pure; the list is empty after every commit, also during a payment. */
export const faultsOf = (books: Books): string[] => [
  ...faultsOfOrder(books),
  ...faultsOfNeeds(books),
  ...books.payments.flatMap((payment) => [
    ...faultsOfPayment(books, payment),
    ...faultsOfTransfers(books, payment),
    ...faultsOfRefunds(books, payment),
    ...faultsOfCalls(books, payment),
  ]),
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

function faultsOfPayment({ order, calls }: Books, payment: Payment): string[] {
  const name = `${payment.id} (${payment.status})`;
  const confirms = calls.filter(
    (call) => call.paymentId === payment.id && (call.kind === "confirm" || call.kind === "issue"),
  );
  const taken = payment.captured > 0;
  return broken([
    [payment.live === order.live, `${name} and its order are not both live or both test`],
    [
      Math.min(payment.amount, payment.captured, payment.refunded, payment.refundPending) >= 0,
      `${name} has an amount below zero`,
    ],
    [taken === (payment.credited !== null), `${name} took ${payment.captured}, owed to ${payment.credited}`],
    [
      payment.status !== "paid" || payment.credited === "sales" || payment.credited === "shopper",
      `${name} is owed to ${payment.credited}`,
    ],
    [
      payment.status !== "in_review" || payment.credited === "suspense",
      `${name} is in review, but not in suspense`,
    ],
    [
      !taken ||
        payment.status === "paid" ||
        payment.status === "in_review" ||
        payment.credited === "suspense",
      `${name} took ${payment.captured}, which its status does not say`,
    ],
    [
      payment.status !== "authorized" || payment.nextLookAt !== null,
      `${name} is held by a bank, and nobody asks`,
    ],
    [payment.surface === null || open.has(payment.status), `${name} has a surface that leads nowhere`],
    [
      payment.status !== "confirming" || payment.nextLookAt !== null || confirms.some(isUnderWay),
      `${name} is being asked, but no call will ask it`,
    ],
  ]);
}

const open: ReadonlySet<Payment["status"]> = new Set(["ready", "requires_action", "confirming"]);

/** A call that reconcile or an operator still has to work on. */
const isUnderWay = ({ state }: Call) => state === "pending" || state === "stuck";

function faultsOfTransfers({ transfers, disputes }: Books, payment: Payment): string[] {
  const all = transfers.filter((transfer) => transfer.paymentId === payment.id);
  const fees = all.filter((transfer) => transfer.cause === "fee");
  const own = all.filter((transfer) => !ofSettlement.has(transfer.cause));
  const posted = (cause: Transfer["cause"]) => sum(own.filter((transfer) => transfer.cause === cause));
  const balance = (account: Transfer["debit"]) =>
    sum(own.filter((transfer) => transfer.credit === account)) -
    sum(own.filter((transfer) => transfer.debit === account));
  const left = payment.captured - payment.refunded;
  // What banks have withdrawn, or passed on to the cardholder.
  const away = posted("dispute") - posted("dispute_won");
  const disputed = sum(disputes.filter((dispute) => dispute.paymentId === payment.id));
  const name = `the books of ${payment.id} (${payment.status})`;
  const strange = all.filter(
    (transfer) =>
      transfer.amount <= 0 ||
      transfer.debit === transfer.credit ||
      (transfer.cause === "fee" && transfer.currency !== payment.feeCurrency) ||
      (!ofSettlement.has(transfer.cause) && transfer.currency !== payment.currency) ||
      transfer.live !== payment.live ||
      transfer.keyPair !== payment.keyPair ||
      transfer.orderId !== payment.orderId,
  );
  return broken([
    [strange.length === 0, `${name} have transfers that are not its own: ${ids(strange)}`],
    [
      posted("capture") - posted("reversal") === payment.captured,
      `${name} took ${posted("capture")} less ${posted("reversal")}, the payment ${payment.captured}`,
    ],
    [
      posted("refund") - posted("refund_failed") === payment.refunded,
      `${name} gave back ${posted("refund")} less ${posted("refund_failed")}, the payment ${payment.refunded}`,
    ],
    [sum(fees) === (payment.fee ?? 0), `${name} have a fee of ${sum(fees)}, the payment ${payment.fee}`],
    [away >= 0 && away <= disputed, `${name} say that ${away} were taken by disputes of ${disputed}`],
    [
      balance("receivable") === away - left,
      `${name} say the gateway owes ${-balance("receivable")}, not ${left - away}`,
    ],
    ...(["shopper", "suspense"] as const).map((account): Rule => {
      const owed = payment.credited === account ? left : 0;
      return [balance(account) === owed, `${name} owe ${balance(account)} to ${account}, not ${owed}`];
    }),
  ]);
}

/** What the gateway keeps and pays out, in the currency of its payouts. */
const ofSettlement: ReadonlySet<Transfer["cause"]> = new Set([
  "fee",
  "dispute_fee",
  "settlement_fee",
  "settlement_vat",
  "conversion_out",
  "conversion_in",
  "payout",
]);

function faultsOfRefunds({ refunds, calls, transfers }: Books, payment: Payment): string[] {
  const own = refunds.filter((refund) => refund.paymentId === payment.id);
  const done = own.filter((refund) => refund.state === "done");
  const pending = own.filter(isPending);
  const waits = calls.some((call) => call.kind === "refund" && isUnderWay(call));
  const name = `${payment.id} (${payment.status})`;
  const wasPosted = (refund: Refund) =>
    transfers.some(
      (transfer) =>
        transfer.paymentId === payment.id &&
        transfer.cause === "refund" &&
        transfer.transaction === refund.gatewayTransaction &&
        transfer.amount === refund.amount,
    );
  return broken([
    [sum(done) === payment.refunded, `${name} gave back ${payment.refunded}, its refunds ${sum(done)}`],
    [
      done.reduce((total, { taxFree }) => total + taxFree, 0) === payment.taxFreeRefunded,
      `${name} gave back ${payment.taxFreeRefunded} for tax-free goods, its refunds another amount`,
    ],
    [
      sum(pending) === payment.refundPending,
      `${name} reserves ${payment.refundPending}, its refunds ${sum(pending)}`,
    ],
    [
      new Set(done.map((refund) => refund.gatewayTransaction)).size === done.length,
      `${name} has two refunds of one transaction: ${ids(done)}`,
    ],
    ...done.map((refund): Rule => [wasPosted(refund), `${refund.id} is done, but not in the books`]),
    ...own.map(
      (refund): Rule => [
        (refund.state === "asked") === isAsked(refund, calls),
        `${refund.id} is ${refund.state}, but its calls say otherwise`,
      ],
    ),
    [
      waits || own.every((refund) => refund.state !== "queued"),
      `${name} has refunds that nobody will ask for`,
    ],
  ]);
}

const isAsked = (refund: Refund, calls: Call[]) =>
  calls.some((call) => call.refundId === refund.id && isUnderWay(call));

function faultsOfCalls({ refunds, calls }: Books, payment: Payment): string[] {
  const own = calls.filter((call) => call.paymentId === payment.id);
  const pending = own.filter((call) => call.state === "pending");
  const name = `${payment.id} (${payment.status})`;
  const excess = excessOf(payment);
  const remembering = own.filter(
    ({ sent, state }) =>
      state !== "pending" && state !== "stuck" && sent.kind === "receipt" && sent.registrationNumber,
  );
  return broken([
    [
      !excess || own.some((call) => isAboutReceipt(call) && (isUnderWay(call) || call.state === "declined")),
      `${name} has a cash receipt for ${excess?.amount} too much, which nobody cancels`,
    ],
    [remembering.length === 0, `${name} still has the number of a cash receipt: ${ids(remembering)}`],
    ...callKinds.map((kind): Rule => {
      const many = pending.filter((call) => call.kind === kind);
      return [many.length <= 1, `${name} has more than one open ${kind}: ${ids(many)}`];
    }),
    ...own.map(
      (call): Rule => [
        call.id === callIdOf(payment.id, call.kind, call.n) && call.sent.kind === call.kind,
        `the call ${call.id} is not what its key says`,
      ],
    ),
    ...pending.map((call): Rule => {
      const refund = refunds.find((candidate) => candidate.id === call.refundId);
      const may = {
        create: payment.status === "ready" && payment.surface === null && call.amount === payment.amount,
        confirm: asked.has(payment.status) && call.amount === payment.amount,
        issue: asked.has(payment.status) && call.amount === payment.amount,
        close:
          payment.status === "waiting_for_deposit" ||
          payment.status === "requires_action" ||
          payment.status === "authorized" ||
          payment.surface !== null,
        acquire: payment.status === "paid",
        // A bank may reverse the deposit meanwhile.
        receipt: payment.detail.cashReceipts === undefined || !hasReceipt(payment.detail.cashReceipts),
        receipt_cancel: true,
        capture: payment.status === "authorized" && call.amount === payment.captureAsked,
        refund: refund?.paymentId === payment.id && refund.amount === call.amount,
      }[call.kind];
      return [may, `the call ${call.id} is open, which ${name} may not have`];
    }),
  ]);
}
