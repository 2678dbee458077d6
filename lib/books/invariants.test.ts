import { describe, expect, test } from "vitest";
import type { Call, Payment, Transfer } from "@/db/schema";
import { sampleBooks } from "@/testing/sample-books";
import { days, hours } from "../clock";
import { faultsOf, unseenAt } from "./invariants";
import type { Books } from "./read";
import { faultsOfStock, unrestOf } from "./rest";
import { overdueAt } from "./unknown";

test("Mina's books have no fault", () => {
  expect(faultsOf(sampleBooks())).toEqual([]);
});

const over = { status: "expired", winnerPaymentId: null, stockTaken: false } as const;

const surface = { url: "https://pay.example/1", clientSecret: null };
const kept = { id: "tr_fee", cause: "fee", debit: "fees", credit: "receivable", amount: 430 } as const;

const withdrawn = {
  id: "tr_d",
  cause: "dispute",
  debit: "disputes",
  credit: "receivable",
  amount: 15_000,
  transaction: "txn_1",
} as const;
const dispute: Books["disputes"][number] = {
  id: "du_1",
  paymentId: "pay_1",
  orderId: "ord_1",
  amount: 15_000,
  currency: "KRW",
  reason: "fraudulent",
  gatewayStatus: "needs_response",
  state: "open",
  answerBy: null,
  createdAt: new Date(0),
  closedAt: null,
};

test("Mina's books have no fault while a bank has the rest of the money", () => {
  const books = sampleBooks({}, ({ captured, refunded, need }) => ({
    transfers: [captured, refunded, { ...captured, ...withdrawn }],
    disputes: [dispute],
    needs: [{ ...need, reason: "dispute_opened", subject: "dispute", subjectId: dispute.id }],
  }));
  expect(faultsOf(books)).toEqual([]);
});

/** A pending capture of the full amount. */
function captureOf(confirm: Call): Call {
  const sent = { kind: "capture", paymentKey: "key-1", amount: 20_000 } as const;
  return { ...confirm, id: "pay_1:capture:1", kind: "capture", sent, state: "pending" };
}

/** The books of Mina's order while a bank holds the money and its capture is asked. */
function onHold(
  payment: Partial<Payment>,
  more: (rows: { captured: Transfer }) => Partial<Books> = () => ({ transfers: [] }),
): Books {
  const held = { status: "authorized", captured: 0, refunded: 0, refundPending: 0, credited: null } as const;
  return sampleBooks(
    { order: { status: "authorized" }, payment: { ...held, nextLookAt: new Date(), ...payment } },
    ({ confirm, captured }) => ({
      refunds: [],
      calls: [confirm, captureOf(confirm)],
      ...more({ captured }),
    }),
  );
}

const spoilt: [what: string, books: Books, told: RegExp][] = [
  [
    "a capture is not posted",
    sampleBooks({}, ({ refunded }) => ({ transfers: [refunded] })),
    /took 0 less 0, the payment 20000/,
  ],
  [
    "a refund is not posted",
    sampleBooks({}, ({ captured }) => ({ transfers: [captured] })),
    /gave back 0 less 0, the payment 5000/,
  ],
  [
    "money was credited to the wrong account",
    sampleBooks({ captured: { credit: "shopper" } }),
    /owe 20000 to shopper, not 0/,
  ],
  [
    "a refund was taken from the wrong account",
    sampleBooks({ refunded: { debit: "suspense" } }),
    /owe -5000 to suspense, not 0/,
  ],
  [
    "lists show another payment method",
    sampleBooks({ order: { method: "TRANSFER" } }),
    /listed as paid by toss TRANSFER, not by toss CARD/,
  ],
  [
    "lists show an attempt beside the one that pays",
    sampleBooks({ order: { gateway: "stripe" } }, ({ payment, another }) => ({
      payments: [payment, another({ gateway: "stripe" })],
    })),
    /listed as paid by stripe CARD, not by toss CARD/,
  ],
  ["live and test money mix", sampleBooks({ captured: { live: true } }), /not its own: tr_1/],
  ["key pairs mix", sampleBooks({ refunded: { keyPair: "api" } }), /not its own: tr_2/],
  ["a payment and its order mix", sampleBooks({ payment: { live: true } }), /not both live or both test/],
  [
    "more is refunded than was charged",
    sampleBooks({
      payment: { refundPending: 16_000 },
      asked: { amount: 16_000 },
      refund: { amount: 16_000 },
    }),
    /payment pay_1 waits for a person \(refunds_exceed_captured/,
  ],
  ["an amount is below zero", sampleBooks({ payment: { refundPending: -1 } }), /below zero/],
  ["a done refund is not counted", sampleBooks({ payment: { refunded: 0 } }), /its refunds 5000/],
  ["a reservation is lost", sampleBooks({ payment: { refundPending: 0 } }), /reserves 0, its refunds 3000/],
  [
    "a refund is done without an answer of the gateway",
    sampleBooks({ given: { gatewayTransaction: null } }),
    /rf_1 is done, but not in the books/,
  ],
  [
    "one cancel at the gateway counts as two refunds",
    sampleBooks({ payment: { refunded: 10_000 }, refunded: { amount: 10_000 } }, ({ given, asked }) => ({
      refunds: [given, { ...given, id: "rf_3" }, asked],
    })),
    /two refunds of one transaction: rf_1, rf_3/,
  ],
  ["an asked refund has no call", sampleBooks({ refund: { state: "moot" } }), /rf_2 is asked, but its calls/],
  [
    "a refund waits for nobody",
    sampleBooks({ asked: { state: "queued" }, refund: { state: "done" } }),
    /refunds that nobody will ask for/,
  ],
  [
    "two refunds are asked at once",
    sampleBooks({}, ({ confirm, refund }) => ({
      calls: [confirm, refund, { ...refund, id: "pay_1:refund:3", n: 3 }],
    })),
    /more than one open refund/,
  ],
  ["a call has another's key", sampleBooks({ refund: { n: 3 } }), /pay_1:refund:2 is not what its key says/],
  [
    "a paid payment is asked again",
    sampleBooks({ confirm: { state: "pending" } }),
    /pay_1:confirm:1 is open, which pay_1 \(paid\) may not have/,
  ],
  [
    "two payments count as sales",
    sampleBooks({}, ({ payment, another, captured, refunded }) => ({
      payments: [payment, another({ status: "paid", credited: "sales", captured: 20_000 })],
      transfers: [captured, refunded, { ...captured, id: "tr_3", paymentId: "pay_2", transaction: "tx-3" }],
    })),
    /was sold more than once: pay_1, pay_2/,
  ],
  [
    "the payment that pays the order is no sale",
    sampleBooks({
      payment: { credited: "shopper" },
      captured: { credit: "shopper" },
      refunded: { debit: "shopper" },
    }),
    /what was sold \(nothing\) is not what pays it \(pay_1\)/,
  ],
  [
    "a paid order names no payment",
    sampleBooks({ order: { winnerPaymentId: null } }),
    /paid, but by no payment/,
  ],
  [
    "an order with a winner is open",
    sampleBooks({ order: { status: "open" } }),
    /has a winner but is not paid/,
  ],
  ["it does not say when it was paid", sampleBooks({ order: { paidAt: null } }), /when it was paid/],
  [
    "the stock of a paid order was not taken",
    sampleBooks({ order: { stockTaken: false } }),
    /its items were not taken/,
  ],
  [
    "an ended order keeps its stock",
    sampleBooks({ order: { ...over, stockTaken: true } }),
    /is over and still has its items/,
  ],
  [
    "its price is not that of its items",
    sampleBooks({ order: { amount: 1 } }),
    /costs 1, but its items and delivery cost 20000/,
  ],
  [
    "an attempt is being asked and the order does not say so",
    sampleBooks({}, ({ payment, another }) => ({ payments: [payment, another({ status: "confirming" })] })),
    /names null as being asked, but pay_2 are/,
  ],
  [
    "an attempt that is being asked has no call",
    sampleBooks({ order: { askingPaymentId: "pay_2" } }, ({ payment, another }) => ({
      payments: [payment, another({ status: "confirming" })],
    })),
    /pay_2 \(confirming\) is being asked, but no call will ask it/,
  ],
  [
    "the order says that a payment is being asked, and it is not",
    sampleBooks({ order: { askingPaymentId: "pay_1" } }),
    /names pay_1 as being asked, which it is not/,
  ],
  [
    "money is in review for an order that is not",
    sampleBooks({ order: over }, ({ another, captured }) => ({
      payments: [another({ status: "in_review", credited: "suspense", captured: 9 })],
      refunds: [],
      calls: [],
      transfers: [{ ...captured, paymentId: "pay_2", credit: "suspense", amount: 9 }],
    })),
    /does not wait for a person, but pay_2 does/,
  ],
  [
    "an ended order can still be paid",
    sampleBooks({ order: over }, ({ another }) => ({ payments: [another({ surface })] })),
    /is over, but can still be paid by pay_2/,
  ],
  [
    "a paid order can be paid again",
    sampleBooks({}, ({ payment, another }) => ({ payments: [payment, another({ surface })] })),
    /has a surface that nobody will close: pay_2/,
  ],
  [
    "a charged payment can be paid again",
    sampleBooks({ payment: { surface } }),
    /pay_1 \(paid\) has a surface that leads nowhere/,
  ],
  [
    "a gateway's fee is not posted",
    sampleBooks({ payment: { fee: 430, feeCurrency: "USD" } }),
    /have a fee of 0, the payment 430/,
  ],
  [
    "a fee is posted in the wrong currency",
    sampleBooks({ payment: { fee: 430, feeCurrency: "USD" } }, ({ captured, refunded }) => ({
      transfers: [captured, refunded, { ...captured, ...kept, currency: "KRW" }],
    })),
    /transfers that are not its own: tr_fee/,
  ],
  [
    "a failed refund is not posted back",
    sampleBooks({ payment: { refunded: 0 }, given: { state: "failed" } }),
    /gave back 5000 less 0, the payment 0/,
  ],
  [
    "a bank took more than it disputes",
    sampleBooks({}, ({ captured, refunded }) => ({
      transfers: [captured, refunded, { ...captured, ...withdrawn }],
      disputes: [{ ...dispute, amount: 14_999 }],
    })),
    /15000 were taken by disputes of 14999/,
  ],
  [
    "a bank returned more than it took",
    sampleBooks({}, ({ captured, refunded }) => ({
      transfers: [
        captured,
        refunded,
        { ...captured, ...withdrawn, debit: "receivable", credit: "disputes", cause: "dispute_won" },
      ],
      disputes: [dispute],
    })),
    /-15000 were taken by disputes of 15000/,
  ],
  [
    "a disputed amount is not subtracted from what the gateway owes",
    sampleBooks({}, ({ captured, refunded }) => ({
      transfers: [captured, refunded, { ...captured, ...withdrawn, credit: "sales" }],
      disputes: [dispute],
    })),
    /the gateway owes 15000, not 0/,
  ],
  [
    "money is in review, and nobody is told",
    sampleBooks({ payment: { status: "in_review" } }),
    /payment pay_1 waits for a person \(mismatch\), and is not in the list/,
  ],
  [
    "a call is stuck, and the needs name only another one",
    sampleBooks({ refund: { state: "stuck" } }, ({ need }) => ({
      needs: [{ ...need, reason: "key_died", subject: "call", subjectId: "pay_1:confirm:1" }],
    })),
    /call pay_1:refund:2 waits for a person \(key_died or not_found\), and is not in the list/,
  ],
  [
    "an open dispute is hidden by another need of its payment",
    sampleBooks({}, ({ need }) => ({
      disputes: [{ ...dispute, state: "open" }],
      needs: [{ ...need, reason: "key_died" }],
    })),
    /dispute du_1 waits for a person \(dispute_opened\), and is not in the list/,
  ],
  [
    "an inquiry has no need",
    sampleBooks({}, () => ({ disputes: [{ ...dispute, state: "inquiry" }] })),
    /dispute du_1 waits for a person/,
  ],
  [
    "a decided dispute still has a need",
    sampleBooks({}, ({ need }) => ({
      disputes: [{ ...dispute, state: "won" }],
      needs: [{ ...need, reason: "dispute_opened", subject: "dispute", subjectId: dispute.id }],
    })),
    /need_1 says dispute_opened of du_1, which is so no longer/,
  ],
  [
    "an order on hold is held by nobody",
    sampleBooks({ order: { status: "authorized" } }),
    /is held by pay_1, which is paid/,
  ],
  [
    "an order on hold has no items",
    sampleBooks({ order: { status: "authorized", stockTaken: false } }),
    /is paid or held, but its items were not taken/,
  ],
  [
    "less was captured than the order costs, and the shop did not decide that",
    sampleBooks({ payment: { captured: 18_000 }, captured: { amount: 18_000 } }),
    /costs 20000 KRW, but 18000 KRW pay it/,
  ],
  [
    "more was captured than the order costs, even if the shop asked for that",
    sampleBooks({ payment: { captured: 21_000, captureAsked: 21_000 }, captured: { amount: 21_000 } }),
    /costs 20000 KRW, but 21000 KRW pay it/,
  ],
  [
    "a capture is asked for a payment that is paid",
    sampleBooks({ payment: { captureAsked: 20_000 } }, ({ confirm, refund }) => ({
      calls: [confirm, refund, captureOf(confirm)],
    })),
    /pay_1:capture:1 is open, which pay_1 \(paid\) may not have/,
  ],
  [
    "a capture is asked for another amount than was decided",
    onHold({ captureAsked: 15_000 }),
    /pay_1:capture:1 is open, which pay_1 \(authorized\) may not have/,
  ],
  [
    "money on hold is in the books",
    onHold({ captureAsked: 20_000 }, ({ captured }) => ({ transfers: [captured] })),
    /took 20000 less 0, the payment 0/,
  ],
  [
    "a payment was charged although its status denies it",
    sampleBooks({ payment: { status: "failed" } }),
    /took 20000, which its status does not say/,
  ],
];

test("the audit finds nothing wrong with an order on hold, or with a part that the shop decided to capture", () => {
  expect(faultsOf(onHold({ captureAsked: 20_000 }))).toEqual([]);
  const part = { captured: 18_000, captureAsked: 18_000 };
  expect(faultsOf(sampleBooks({ payment: part, captured: { amount: 18_000 } }))).toEqual([]);
});

test.each(spoilt)("the audit finds that %s", (_what, books, told) => {
  expect(faultsOf(books)).toContainEqual(expect.stringMatching(told));
});

describe("what is unknown", () => {
  const late = (ms: number) => new Date(new Date("2026-11-21T03:00:00Z").getTime() + ms);

  const unknowns: [what: string, books: Books, afterMs: number][] = [
    ["a refund that nobody answers", sampleBooks(), hours(1)],
    [
      "a slow bank that nobody can ask any more",
      sampleBooks({
        payment: { status: "confirming", unknownSince: late(days(1)) },
        refund: { state: "done" },
      }),
      days(1) + hours(1),
    ],
    [
      "a slow bank",
      sampleBooks({ payment: { status: "confirming", nextLookAt: late(0) }, refund: { state: "done" } }),
      days(14),
    ],
    [
      "a hold",
      sampleBooks({ payment: { status: "authorized", nextLookAt: late(0) }, refund: { state: "done" } }),
      days(3),
    ],
    ["a refund that its bank is slow about", sampleBooks({ refund: { toldAt: late(hours(2)) } }), days(14)],
    [
      "a refund that waits for an account",
      sampleBooks({ asked: { state: "waiting_for_account" }, refund: { state: "moot" } }),
      days(3),
    ],
    [
      "a refund that waits for a second person",
      sampleBooks({ asked: { state: "waiting_for_approval" }, refund: { state: "moot" } }),
      days(1),
    ],
    [
      "a webhook that fails",
      sampleBooks({ refund: { state: "done" } }, () => ({
        failedNews: [{ paymentId: "pay_1", receivedAt: late(0), note: "no_answer" }],
      })),
      hours(1),
    ],
  ];

  test.each(unknowns)(
    "%s is found once its time limit is over, unless a person sees it",
    (_, books, afterMs) => {
      expect(unseenAt(books, late(afterMs - 1))).toEqual([]);
      expect(unseenAt(books, late(afterMs))).toEqual([expect.stringContaining("and nobody sees it")]);
      const [unknown] = overdueAt(books, late(afterMs));
      const [reason = "unanswered"] = unknown?.reasons ?? [];
      const seen = sampleBooks({}, ({ need }) => ({
        ...books,
        needs: [{ ...need, reason, subjectId: unknown?.subjectId ?? "" }],
      }));
      expect(unseenAt(seen, late(afterMs))).toEqual([]);
    },
  );
});

describe("at rest", () => {
  test("a pending refund is not at rest", () => {
    expect(unrestOf(sampleBooks())).toEqual([
      "the call pay_1:refund:2 is still open",
      "pay_1 (paid) has refunds that are not done: rf_2",
    ]);
  });

  test("what waits for a person is at rest", () => {
    const books = sampleBooks({ refund: { state: "stuck" } }, ({ need }) => ({
      needs: [{ ...need, reason: "not_found", subject: "call", subjectId: "pay_1:refund:2" }],
    }));
    expect([...faultsOf(books), ...unrestOf(books)]).toEqual([]);
  });

  test("money that is owed to a shopper is not", () => {
    const books = sampleBooks(
      {
        order: { ...over, status: "canceled" },
        payment: { credited: "shopper", refundPending: 0 },
        captured: { credit: "shopper" },
        refunded: { debit: "shopper" },
      },
      ({ given, confirm }) => ({ refunds: [given], calls: [confirm] }),
    );
    expect(faultsOf(books)).toEqual([]);
    expect(unrestOf(books)).toEqual(["pay_1 (paid) keeps 15000 that are owed to the shopper"]);
  });
});

describe("a cash receipt for 5,000 won more than is left", () => {
  const receipt = {
    key: "K1",
    kind: "issued",
    type: "income_deduction",
    amount: 20_000,
    taxFree: 0,
    state: "completed",
    code: null,
    url: null,
    requestedAt: "2026-11-21T03:00:00.000Z",
    apart: true,
  } as const;
  const cancel = {
    kind: "receipt_cancel",
    paymentKey: "key-1",
    orderId: "ORD-1-1",
    receiptKey: "K1",
    canceledBefore: 0,
  } as const;
  /** The books with such a receipt, and with a cancellation of it that Toss refused, if one is given. */
  const booksWith = (refused?: { amount: number }) =>
    sampleBooks({ payment: { detail: { cashReceipts: [receipt] } } }, ({ confirm, refund }) => {
      const sent = { ...cancel, amount: refused?.amount ?? 0 };
      const call: Call = {
        ...confirm,
        id: "pay_1:receipt_cancel:1",
        kind: "receipt_cancel",
        sent,
        state: "declined",
      };
      return { calls: [confirm, refund, ...(refused ? [call] : [])] };
    });

  test("is a fault if nobody cancels it, also if Toss once refused to cancel another amount", () => {
    const fault = expect.stringMatching(/a cash receipt for 5000 too much/);
    expect(faultsOf(booksWith())).toEqual([fault]);
    expect(faultsOf(booksWith({ amount: 3_000 }))).toEqual([fault]);
  });

  test("is none once Toss refused to cancel exactly that: staff were told", () => {
    expect(faultsOf(booksWith({ amount: 5_000 }))).toEqual([]);
  });
});

describe("stock", () => {
  const atStart = new Map([["CAP", 5]]);

  test("is for sale or with an order", () => {
    expect(faultsOfStock(atStart, new Map([["CAP", 3]]), [sampleBooks()])).toEqual([]);
    expect(faultsOfStock(atStart, new Map([["CAP", 4]]), [sampleBooks()])).toEqual([
      "of 5 CAP, 4 are left and orders hold 2",
    ]);
  });

  test("is released when an order ends", () => {
    expect(faultsOfStock(atStart, atStart, [sampleBooks({ order: over })])).toEqual([]);
  });
});
