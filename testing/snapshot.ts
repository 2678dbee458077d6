import type { Snapshot } from "@/lib/gateways/gateway";

/** A gateway's answer: ₩29,000 were captured from a card, and nothing else happened. */
export const aSnapshot = (differs: Partial<Snapshot> = {}): Snapshot => ({
  status: "captured",
  paymentKey: "pk",
  sessionKey: null,
  surface: null,
  orderId: "ORD-1-1",
  amount: 29_000,
  currency: "KRW",
  captured: 29_000,
  captureTransaction: "t1",
  refunds: [],
  disputes: [],
  doubt: null,
  fee: null,
  failureCode: null,
  isDecline: false,
  approvedAt: null,
  method: "CARD",
  dueAt: null,
  captureBefore: null,
  closed: false,
  depositSecret: null,
  detail: {},
  ...differs,
});

/** The same of an account that nobody has deposited into. */
export const anUnpaidAccount = (differs: Partial<Snapshot> = {}): Snapshot =>
  aSnapshot({
    status: "waiting_for_deposit",
    captured: 0,
    captureTransaction: null,
    method: "VIRTUAL_ACCOUNT",
    ...differs,
  });

/** The part of an answer that decides about money. */
export const moneyOf = (told: Snapshot) => ({
  status: told.status,
  paymentKey: told.paymentKey,
  orderId: told.orderId,
  amount: told.amount,
  currency: told.currency,
  captured: told.captured,
  refunds: told.refunds.map(({ reason, ...refund }) => refund),
  doubt: told.doubt,
});
