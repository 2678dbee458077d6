import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Snapshot } from "@/lib/gateways/gateway";
import type { Row, TrueMoney } from "../money";

export type Cancel = {
  transaction: string;
  amount: number;
  reason: string;
  at: number;
  /** A deposit is paid back by its bank, which takes days and may refuse. */
  state: "pending" | "done" | "failed";
};

/** A virtual account that accepts deposits. */
export type Account = {
  dueAt: Date;
  /** Included in the webhook of a deposit. */
  secret: string;
  /** How often money was deposited, and how often the bank reversed it. */
  deposits: number;
  reversals: number;
  /** If true, someone deposits at the very moment the account is being closed, and wins. */
  crosses: boolean;
};

/** A payment in the gateway's true state, whatever anybody was told about it. */
export type TruePayment = {
  paymentKey: string;
  orderId: string;
  method: PaymentMethod;
  amount: number;
  currency: string;
  status: "ready" | "authenticated" | "waiting_for_deposit" | "done" | "canceled" | "aborted" | "expired";
  account: Account | null;
  transaction: string | null;
  approvedAt: Date | null;
  cancels: Cancel[];
  /** Its rows in the gateway's list: one each time money came, went back, or was reversed by a bank. */
  rows: Row[];
  temper: Temper;
  /** Whether it was authorized by a request whose sender had already timed out. */
  authorizedLate: boolean;
  /** How many changes the gateway has sent. */
  changes: number;
};

/** How the issuer will behave, decided when the window opens. */
export type Temper = "approves" | "declines" | "takes_another_amount" | "refuses_refunds";

/** What the gateway has taken for a payment and not refunded. */
export const left = (payment: TruePayment) =>
  payment.status === "done"
    ? payment.amount - sum(payment.cancels.filter(({ state }) => state !== "failed"))
    : 0;

const given = ({ cancels }: TruePayment) => sum(cancels.filter(({ state }) => state === "done"));

const sum = (rows: { amount: number }[]) => rows.reduce((total, { amount }) => total + amount, 0);

/** Whether a deposit now would be accepted. */
const isOpenAccount = ({ status, account }: TruePayment, at: Date) =>
  status === "waiting_for_deposit" && account !== null && account.dueAt > at;

/** The true money of a payment, for whoever checks the shop. */
export const moneyOf = (payment: TruePayment, at: Date): TrueMoney => {
  const { account, status, amount, authorizedLate } = payment;
  const everTook = status === "done" || (account?.deposits ?? 0) > 0;
  return {
    key: payment.paymentKey,
    account: null,
    orderId: payment.orderId,
    taken: status === "done" ? amount : 0,
    given: given(payment),
    everTaken: everTook ? amount : 0,
    everGiven: given(payment),
    cameUnasked: account !== null || authorizedLate,
    cameLate: authorizedLate,
    // An account that opened late or was reopened by a reversal could not have been closed in time.
    isOpen: isOpenAccount(payment, at) && !authorizedLate && account?.reversals === 0,
    fee: null,
    disputed: 0,
    refundIds: payment.cancels.flatMap(({ reason }) => refundIdIn(reason) ?? []),
  };
};

/** One state covers all refunds of a payment: if there are several, it does not say which of them failed. */
function stateOfAll({ cancels }: TruePayment) {
  if (cancels.some(({ state }) => state === "pending")) return "pending";
  if (cancels.every(({ state }) => state === "done")) return "done";
  return cancels.length > 1 ? "some_failed" : "failed";
}

const refundIdIn = (reason: string) => /\((rf_[a-z0-9]+)\)$/.exec(reason)?.[1] ?? null;

const statuses = {
  ready: "ready",
  authenticated: "authenticated",
  waiting_for_deposit: "waiting_for_deposit",
  done: "captured",
  canceled: "canceled",
  aborted: "failed",
  expired: "expired",
} as const satisfies Record<TruePayment["status"], Snapshot["status"]>;

const failureCodes: Partial<Record<TruePayment["status"], string>> = {
  aborted: "REJECT_CARD_PAYMENT",
  expired: "EXPIRED_PAYMENT",
};

/** The gateway's answer when the payment is read. */
export const snapshotOf = (payment: TruePayment, at: Date): Snapshot => ({
  status: statuses[payment.status],
  paymentKey: payment.paymentKey,
  sessionKey: null,
  surface: null,
  orderId: payment.orderId,
  amount: payment.amount,
  currency: payment.currency,
  captured: payment.status === "done" ? payment.amount : 0,
  // Toss names only its newest transaction, so after a cancel the capture's is unknown.
  captureTransaction: payment.cancels.length > 0 ? payment.paymentKey : payment.transaction,
  refunds: payment.cancels.map(({ transaction, amount, reason }) => ({
    transaction,
    amount,
    reason,
    refundId: refundIdIn(reason),
    state: stateOfAll(payment),
  })),
  doubt: null,
  disputes: [],
  fee: null,
  failureCode: failureCodes[payment.status] ?? null,
  isDecline: payment.status === "aborted",
  approvedAt: payment.approvedAt,
  method: payment.status === "ready" ? null : payment.method,
  dueAt: payment.account?.dueAt ?? null,
  captureBefore: null,
  // An expired account keeps its status, and no webhook is sent.
  closed: payment.account !== null && payment.account.dueAt <= at,
  depositSecret: payment.account?.secret ?? null,
  detail: {
    method: payment.method,
    virtualAccount: payment.account
      ? {
          bank: "88",
          accountNumber: `X${payment.paymentKey}`,
          holderName: "Kim",
          dueAt: payment.account.dueAt.toISOString(),
        }
      : undefined,
  },
});
