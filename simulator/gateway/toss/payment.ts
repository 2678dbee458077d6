import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Snapshot } from "@/lib/gateways/gateway";
import type { Row, TrueMoney } from "../money";

export type Cancel = {
  transaction: string;
  amount: number;
  reason: string;
  at: number;
  /** A deposit goes back by its bank, which takes days and may refuse. */
  state: "pending" | "done" | "failed";
};

/** A virtual account, into which somebody may deposit. */
export type Account = {
  dueAt: Date;
  /** What the news of a deposit names. */
  secret: string;
  /** How often money came into it, and how often the bank took it back. */
  deposits: number;
  reversals: number;
  /** True when somebody deposits at the very moment at which it is to be shut, and is faster. */
  crosses: boolean;
};

/** A payment as the gateway has it: what is so, whatever anybody was told. */
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
  /** What the gateway's own list has of it: each time money came, went back, or was taken back by a bank. */
  rows: Row[];
  temper: Temper;
  /** True when it was authorized by a request whose sender had given up waiting. */
  authorizedLate: boolean;
  /** How often the gateway told of it. */
  changes: number;
};

/** What the issuer will do, decided when the window opens. */
export type Temper = "approves" | "declines" | "takes_another_amount" | "refuses_refunds";

/** What the gateway has taken for a payment and not given back. */
export const left = (payment: TruePayment) =>
  payment.status === "done"
    ? payment.amount - sum(payment.cancels.filter(({ state }) => state !== "failed"))
    : 0;

const given = ({ cancels }: TruePayment) => sum(cancels.filter(({ state }) => state === "done"));

const sum = (rows: { amount: number }[]) => rows.reduce((total, { amount }) => total + amount, 0);

/** True while somebody may deposit and it counts. */
const isOpenAccount = ({ status, account }: TruePayment, at: Date) =>
  status === "waiting_for_deposit" && account !== null && account.dueAt > at;

/** What anybody who judges the shop may know of it. */
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
    // One that opened or reopened by itself was nobody's to shut in time.
    isOpen: isOpenAccount(payment, at) && !authorizedLate && account?.reversals === 0,
    fee: null,
    disputed: 0,
    refundIds: payment.cancels.flatMap(({ reason }) => refundIdIn(reason) ?? []),
  };
};

/** One state stands for all that goes back of a payment: where there are several, which of them failed it does not say. */
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

/** What the gateway says of it when it is asked. */
export const snapshotOf = (payment: TruePayment, at: Date): Snapshot => ({
  status: statuses[payment.status],
  paymentKey: payment.paymentKey,
  sessionKey: null,
  door: null,
  orderId: payment.orderId,
  amount: payment.amount,
  currency: payment.currency,
  captured: payment.status === "done" ? payment.amount : 0,
  // The real one names its newest transaction only, so that the taking's is unknown once there is a cancel.
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
  // An account whose time is over keeps its status, and nobody is told.
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
