import { mayAct, type Viewer } from "@/components/order/headline";
import type { Dispute, Order, Payment, Refund } from "@/db/schema";
import { wayBy } from "@/lib/payments/ending/cancel-way";
import {
  presentStatus,
  refundable,
  type StatusView,
  withoutActs,
  withoutDetails,
} from "@/lib/payments/view/present";
import { refundArrival } from "@/lib/refund-arrival";
import { sampleBooks } from "./sample-books";

// Every state an order's page can be requested in, as database rows: what happened to the order, what was refunded,
// what banks took, and what else came in. The page is built from them the way the shop builds it.

export type State = {
  name: string;
  order: Order;
  payments: Payment[];
  refunds: Refund[];
  disputes: Dispute[];
  cancel?: "asked" | "granted" | "declined";
};

export const viewers: readonly Viewer[] = ["owner", "finder", "reader", "returned"];

/** What one viewer gets as the status of an order in this state. */
export function statusFor({ order, payments, refunds, disputes, cancel }: State, viewer: Viewer): StatusView {
  const winner = payments.find(({ id }) => id === order.winnerPaymentId);
  const isBlocked = disputes.some((one) => one.paymentId === winner?.id && /open|lost/.test(one.state));
  const way = cancel === "asked" || isBlocked ? "no" : wayBy("ask", order, winner, 0);
  const left = winner ? refundable(winner) : 0;
  const status = presentStatus(
    order,
    payments,
    refunds,
    {
      way,
      goes_back: winner && way === "ask" ? goesBack(order, winner, left) : null,
      request: cancel
        ? { state: cancel, reason: "x", answer: null, asked_at: at.toISOString(), decided_at: null }
        : null,
    },
    disputes,
  );
  return mayAct(viewer) ? status : viewer === "reader" ? withoutActs(status) : withoutDetails(status);
}

/** All states: each status of an order, combined with everything else that can be true at the same time. */
export function allStates(): State[] {
  return [
    ...unpaid().flatMap(withBeside),
    ...paid().flatMap(withRefunds).flatMap(withDisputes).flatMap(withBeside),
  ];
}

/** What a cancel request would bring back: a refund of what is left, or the end of a hold. */
const goesBack = ({ status }: Order, winner: Payment, left: number) =>
  status === "authorized"
    ? { amount: winner.amount, expected: { kind: "released" as const, by: null } }
    : { amount: left, expected: refundArrival(winner, left, null) };

const at = new Date("2026-11-21T03:00:00Z");
const amount = 29_000;
const { order: minas, payments: minasPayments } = sampleBooks();
const [base] = minasPayments;
if (!base) throw new Error("Mina's payment is missing.");

const bare: Order = { ...minas, amount, status: "open", winnerPaymentId: null };
const attempt = (differs: Partial<Payment>): Payment => ({
  ...base,
  amount,
  status: "ready",
  captured: 0,
  refunded: 0,
  refundPending: 0,
  credited: null,
  approvedAt: null,
  ...differs,
});

const account: Partial<Payment> = {
  method: "VIRTUAL_ACCOUNT",
  detail: {
    virtualAccount: { bank: "88", accountNumber: "X6505", holderName: "김미나", dueAt: at.toISOString() },
  },
};
const byStripe: Partial<Payment> = { gateway: "stripe", keyPair: "stripe", currency: "USD" };

function unpaid(): State[] {
  const state = (
    name: string,
    order: Partial<Order>,
    payments: Payment[],
    cancel?: State["cancel"],
  ): State => ({
    name,
    order: { ...bare, ...order },
    payments,
    refunds: [],
    disputes: [],
    ...(cancel && { cancel }),
  });
  const asking = { askingPaymentId: base?.id ?? null };
  return [
    state("open", {}, []),
    state("prepared", {}, [attempt({})]),
    state("a page of Stripe's is open", { currency: "USD" }, [attempt(byStripe)]),
    state("declined", {}, [attempt({ status: "failed", failureCode: "REJECT_CARD_PAYMENT" })]),
    state("declined at Stripe, and open", { currency: "USD" }, [
      attempt({ ...byStripe, failureCode: "expired_card" }),
    ]),
    state("no account was issued", {}, [
      attempt({ ...account, detail: {}, status: "failed", failureCode: "NOT_AVAILABLE_BANK" }),
    ]),
    state("the bank asks", { currency: "USD" }, [attempt({ ...byStripe, status: "requires_action" })]),
    state("asked of the gateway", asking, [attempt({ status: "confirming" })]),
    state("an account is asked for", asking, [attempt({ ...account, detail: {}, status: "confirming" })]),
    state("at a slow bank", { ...asking, currency: "USD" }, [attempt({ ...byStripe, status: "confirming" })]),
    state("only authorized", { ...asking, currency: "USD" }, [
      attempt({ ...byStripe, status: "authorized" }),
    ]),
    state("on hold", { status: "authorized", winnerPaymentId: base?.id ?? null, currency: "USD" }, [
      attempt({ ...byStripe, status: "authorized", captureMethod: "manual", captureBefore: at }),
    ]),
    state("awaiting a deposit", { status: "waiting_for_deposit" }, [
      attempt({ ...account, status: "waiting_for_deposit" }),
    ]),
    state(
      "given up before a deposit",
      { status: "waiting_for_deposit" },
      [attempt({ ...account, status: "waiting_for_deposit" })],
      "granted",
    ),
    state("expired", { status: "expired" }, [attempt({ status: "expired" })]),
    state("expired without an attempt", { status: "expired" }, []),
    state("expired without a deposit", { status: "expired" }, [attempt({ ...account, status: "expired" })]),
    state("placed, for it costs nothing", { status: "paid", amount: 0 }, []),
    state("canceled", { status: "canceled" }, [attempt({ status: "canceled" })]),
    state("in_review", { status: "in_review" }, [
      attempt({ status: "in_review", captured: 28_000, credited: "suspense", approvedAt: at }),
    ]),
    state("in review in another currency", { status: "in_review", currency: "USD" }, [
      attempt({ ...byStripe, status: "in_review", currency: "EUR", captured: 28_000, credited: "suspense" }),
    ]),
  ];
}

function paid(): State[] {
  const state = (name: string, differs: Partial<Payment>, order: Partial<Order> = {}): State => ({
    name,
    order: {
      ...bare,
      status: "paid",
      winnerPaymentId: base?.id ?? null,
      currency: differs.currency === "USD" ? "USD" : "KRW",
      ...order,
    },
    payments: [attempt({ status: "paid", captured: amount, credited: "sales", approvedAt: at, ...differs })],
    refunds: [],
    disputes: [],
  });
  return [
    state("paid by card", {}),
    state("paid by deposit", account),
    state("paid by transfer", { method: "TRANSFER", detail: { transfer: { bank: "20" } } }),
    state("paid by phone", { method: "MOBILE" }),
    state("paid through Stripe", byStripe),
    state("captured in part", {
      ...byStripe,
      captureMethod: "manual",
      captured: 20_000,
      captureAsked: 20_000,
    }),
    state("another sum was accepted", { amount: 28_000, captured: 28_000 }),
    { ...state("paid, and its shopper wants to cancel", {}), cancel: "asked" },
  ];
}

/** A refund of a payment, requested by staff unless `differs` says otherwise. */
const refundOf = (
  payment: Payment,
  differs: Pick<Refund, "id" | "state" | "amount"> & Partial<Refund>,
): Refund => ({
  paymentId: payment.id,
  orderId: payment.orderId,
  taxFree: 0,
  promotion: 0,
  reason: "x",
  requestedBy: "staff",
  account: null,
  gatewayTransaction: null,
  failureCode: null,
  failureMessage: null,
  createdAt: at,
  decidedBy: null,
  decidedAt: null,
  doneAt: differs.state === "done" || differs.state === "failed" ? at : null,
  ...differs,
});

/** Refunds of the payment that pays the order, in the states they can have. */
function withRefunds(state: State): State[] {
  const [payment] = state.payments;
  if (!payment) return [state];
  const refund = (n: number, refundState: Refund["state"], of: number) =>
    refundOf(payment, { id: `rf_${n}`, state: refundState, amount: of });
  const back = (name: string, ...refunds: Refund[]): State => {
    const sum = (...states: Refund["state"][]) =>
      refunds.reduce((all, one) => all + (states.includes(one.state) ? one.amount : 0), 0);
    return {
      ...state,
      name: `${state.name}, ${name}`,
      payments: [
        {
          ...payment,
          refunded: sum("done"),
          refundPending: sum("asked", "queued", "waiting_for_account"),
        },
      ],
      refunds,
    };
  };
  const all = payment.captured;
  return [
    state,
    back("a part is on its way back", refund(1, "asked", 9_000)),
    back("a part went back", refund(1, "done", 9_000)),
    back("a part went back and another follows", refund(1, "done", 9_000), refund(2, "queued", 5_000)),
    back("the rest follows", refund(1, "done", 9_000), refund(2, "asked", all - 9_000)),
    back("all of it is on its way back", refund(1, "asked", all)),
    back("all of it went back", refund(1, "done", all)),
    back("a refund was refused", refund(1, "failed", 9_000)),
    ...(payment.method === "VIRTUAL_ACCOUNT"
      ? [back("all of it waits for an account", refund(1, "waiting_for_account", all))]
      : []),
  ];
}

/** Disputes: inquiries, open, lost and won. Only Stripe reports them. */
function withDisputes(state: State): State[] {
  const [payment] = state.payments;
  if (payment?.gateway !== "stripe") return [state];
  const left = payment.captured - payment.refunded;
  if (left <= 0) return [state];
  const disputed = (disputeState: Dispute["state"], of: number): State => ({
    ...state,
    name: `${state.name}, dispute of ${of} ${disputeState}`,
    disputes: [disputeOf(payment, disputeState, of)],
  });
  // While a bank has the money, nothing is reserved for a refund.
  const mayTake = payment.refundPending === 0;
  return [
    state,
    disputed("inquiry", left),
    disputed("won", left),
    ...(mayTake
      ? [disputed("open", left), disputed("lost", left), disputed("open", Math.min(left, 7_000))]
      : []),
  ];
}

const disputeOf = (payment: Payment, state: Dispute["state"], of: number): Dispute => ({
  id: `dp_${payment.id}`,
  paymentId: payment.id,
  orderId: payment.orderId,
  amount: of,
  currency: payment.currency,
  reason: "fraudulent",
  gatewayStatus: "needs_response",
  state,
  answerBy: null,
  createdAt: at,
  closedAt: null,
});

/** Payments that came in next to the order's payment, or for an order that had ended. */
function withBeside(state: State): State[] {
  const isFinal = /paid|expired|canceled|in_review/.test(state.order.status);
  if (!isFinal) return [state];
  const second = (
    name: string,
    differs: Partial<Payment>,
    refundState?: Refund["state"],
    dispute?: Dispute["state"],
  ): State => {
    const payment = attempt({
      id: "pay_2",
      attempt: 2,
      gatewayOrderId: "ORD-1-2",
      status: "paid",
      credited: "shopper",
      currency: state.order.currency,
      captured: amount,
      approvedAt: at,
      ...differs,
    });
    const refund: Refund[] = refundState
      ? [
          refundOf(payment, {
            id: "rf_second",
            state: refundState,
            amount: payment.refunded + payment.refundPending || amount,
            reason: "second_success",
            requestedBy: "system",
          }),
        ]
      : [];
    return {
      ...state,
      name: `${state.name}, and ${name}`,
      payments: [...state.payments, payment],
      refunds: [...state.refunds, ...refund],
      disputes: [...state.disputes, ...(dispute ? [disputeOf(payment, dispute, amount)] : [])],
    };
  };
  return [
    state,
    second("a card paid again, which goes back", { refundPending: amount }, "asked"),
    second("a card paid again, which went back", { refunded: amount }, "done"),
    second("a card paid again, which could not go back", {}, "failed"),
    second(
      "a card paid again, of which a part went back",
      { refunded: 9_000, refundPending: 20_000 },
      "asked",
    ),
    second(
      "a deposit came, which waits for an account",
      { ...account, refundPending: amount },
      "waiting_for_account",
    ),
    second("a deposit came, which goes back", { ...account, refundPending: amount }, "asked"),
    second("another sum came, which a person looks at", {
      status: "in_review",
      captured: 3_000,
      credited: "suspense",
    }),
    second(
      "a card paid again, which is disputed",
      { ...byStripe, currency: state.order.currency },
      undefined,
      "open",
    ),
  ];
}
