import type { Call, Need, Order, Payment, Refund, Transfer } from "@/db/schema";
import type { Books } from "@/lib/books/read";

const at = new Date("2026-11-21T03:00:00Z");

/** Changes to single rows. */
type Spoilt = { [Row in Exclude<keyof Rows, "items" | "another" | "need">]?: Partial<Rows[Row]> };
type Rows = ReturnType<typeof minasRows>;

/** The books of Mina's order: sound, or spoilt by these changes; `more` replaces whole lists of rows. */
export function sampleBooks(spoilt: Spoilt = {}, more: (rows: Rows) => Partial<Books> = () => ({})): Books {
  const rows = minasRows();
  for (const name of Object.keys(spoilt) as (keyof Spoilt)[]) Object.assign(rows[name], spoilt[name]);
  return {
    order: rows.order,
    items: rows.items,
    payments: [rows.payment],
    refunds: [rows.given, rows.asked],
    disputes: [],
    calls: [rows.confirm, rows.refund],
    transfers: [rows.captured, rows.refunded],
    needs: [],
    failedNews: [],
    ...more(rows),
  };
}

/** Mina bought two caps for ₩20,000 and got ₩5,000 back; another ₩3,000 is on its way to her. */
function minasRows() {
  const order: Order = {
    id: "ord_1",
    number: "ORD-1",
    name: "Cap",
    status: "paid",
    amount: 20_000,
    currency: "KRW",
    locale: "ko",
    live: false,
    customerName: "Mina",
    customerEmail: "mina@example.com",
    customerPhone: "01012345678",
    customerPhoneEnd: "5678",
    shippingAddress: null,
    stockTaken: true,
    askingPaymentId: null,
    winnerPaymentId: "pay_1",
    gateway: "toss",
    method: "CARD",
    shippedAt: null,
    version: 7,
    createdAt: at,
    expiresAt: at,
    endingSince: null,
    paidAt: at,
    erasedAt: null,
  };
  const payment: Payment = {
    id: "pay_1",
    orderId: "ord_1",
    attempt: 1,
    gateway: "toss",
    keyPair: "widget",
    live: false,
    account: null,
    openedFrom: null,
    method: "CARD",
    gatewayOrderId: "ORD-1-1",
    gatewayPaymentKey: "key-1",
    gatewaySessionKey: null,
    surface: null,
    status: "paid",
    amount: 20_000,
    currency: "KRW",
    captured: 20_000,
    refunded: 5_000,
    refundPending: 3_000,
    credited: "sales",
    uncounted: null,
    fee: null,
    feeCurrency: null,
    successUrl: "",
    failUrl: "",
    failureCode: null,
    failureKind: null,
    detail: {},
    depositSecret: null,
    reversals: 0,
    nextLookAt: null,
    unknownSince: null,
    newsLookedAt: null,
    newsLookedTo: null,
    version: 5,
    createdAt: at,
    approvedAt: at,
  };
  const given: Refund = {
    id: "rf_1",
    paymentId: "pay_1",
    orderId: "ord_1",
    amount: 5_000,
    reason: "too small",
    requestedBy: "sora",
    state: "done",
    account: null,
    gatewayTransaction: "tx-2",
    failureCode: null,
    failureMessage: null,
    createdAt: at,
    decidedBy: null,
    decidedAt: null,
    doneAt: at,
  };
  const asked: Refund = {
    ...given,
    id: "rf_2",
    amount: 3_000,
    state: "asked",
    account: null,
    gatewayTransaction: null,
    doneAt: null,
  };
  const confirm: Call = {
    id: "pay_1:confirm:1",
    paymentId: "pay_1",
    refundId: null,
    kind: "confirm",
    n: 1,
    amount: 20_000,
    sent: { kind: "confirm", paymentKey: "key-1", orderId: "ORD-1-1", amount: 20_000 },
    state: "done",
    unknownWhy: null,
    gatewayCode: null,
    rejection: null,
    askedAt: at,
    silentAt: null,
    toldAt: null,
    nextAt: at,
    leasedUntil: null,
  };
  const refund: Call = {
    ...confirm,
    id: "pay_1:refund:2",
    refundId: "rf_2",
    kind: "refund",
    n: 2,
    amount: 3_000,
    sent: {
      kind: "refund",
      paymentKey: "key-1",
      amount: 3_000,
      currency: "KRW",
      reason: "too small (rf_2)",
      refundableAmount: 15_000,
    },
    state: "pending",
  };
  const captured: Transfer = {
    id: "tr_1",
    orderId: "ord_1",
    paymentId: "pay_1",
    debit: "receivable",
    credit: "sales",
    amount: 20_000,
    currency: "KRW",
    live: false,
    keyPair: "widget",
    cause: "capture",
    transaction: "tx-1",
    at,
    seq: null,
    seal: null,
  };
  const refunded: Transfer = {
    ...captured,
    id: "tr_2",
    debit: "refunds",
    credit: "receivable",
    amount: 5_000,
    cause: "refund",
    transaction: "tx-2",
  };
  /** An open need; sound books do not contain it. */
  const need: Need = {
    id: "need_1",
    orderId: "ord_1",
    paymentId: "pay_1",
    reason: "captured_changed",
    detail: "",
    subject: "payment",
    subjectId: "pay_1",
    openedAt: at,
    closedAt: null,
    closedBy: null,
    closedHow: null,
  };
  return {
    need,
    order,
    payment,
    given,
    asked,
    confirm,
    refund,
    captured,
    refunded,
    items: [{ orderId: "ord_1", sku: "CAP", name: "Cap", unitPrice: 10_000, quantity: 2, restocked: 0 }],
    /** A second attempt, which took no money. */
    another: (differs: Partial<Payment>): Payment => ({
      ...payment,
      id: "pay_2",
      attempt: 2,
      gatewayOrderId: "ORD-1-2",
      gatewayPaymentKey: null,
      status: "failed",
      captured: 0,
      refunded: 0,
      refundPending: 0,
      credited: null,
      approvedAt: null,
      ...differs,
    }),
  };
}
