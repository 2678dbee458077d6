import { type Call, callIdOf, callKinds, type Payment, type Refund, type Transfer } from "@/db/schema";
import type { Books } from "./read";
import { excessOf, hasReceipt, isAboutReceipt, isForExcess } from "./receipts";
import { asked, broken, ids, isPending, isUnderWay, type Rule, sum } from "./rule";

/** The faults in the books of one payment, in words: its state, transfers, refunds and calls. Pure. */
export const faultsOfPayment = (books: Books, payment: Payment): string[] => [
  ...faultsOfState(books, payment),
  ...faultsOfTransfers(books, payment),
  ...faultsOfRefunds(books, payment),
  ...faultsOfCalls(books, payment),
];

function faultsOfState({ order, calls }: Books, payment: Payment): string[] {
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

/** Whether the last cancellation of a receipt was for exactly this, and the gateway refused it: staff were told. */
function wasRefused(own: Call[], excess: NonNullable<ReturnType<typeof excessOf>>): boolean {
  const last = own.filter(({ kind }) => kind === "receipt_cancel").toSorted((a, b) => b.n - a.n)[0];
  return last?.state === "declined" && isForExcess(last, excess);
}

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
      !excess || own.some((call) => isAboutReceipt(call) && isUnderWay(call)) || wasRefused(own, excess),
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
