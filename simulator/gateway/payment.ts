import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Snapshot } from "@/lib/gateways/gateway";

export type Cancel = { transaction: string; amount: number; reason: string; at: number };

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
  temper: Temper;
  /** True when it was authorised by a request whose sender had given up waiting. */
  authorizedLate: boolean;
  /** How often the gateway told of it. */
  changes: number;
};

/** What the issuer will do, decided when the window opens. */
export type Temper = "approves" | "declines" | "takes_another_amount" | "refuses_refunds";

/** What the gateway has taken for a payment and not given back. */
export const left = (payment: TruePayment) =>
  payment.status === "done" ? payment.amount - given(payment) : 0;

export const given = (payment: TruePayment) =>
  payment.cancels.reduce((sum, cancel) => sum + cancel.amount, 0);

/** True of money whose coming nobody at the shop waited for, so that only news tells of it. */
export const cameUnasked = ({ account, authorizedLate }: TruePayment) => account !== null || authorizedLate;

/** True while somebody may deposit and it counts. */
export const isOpenAccount = ({ status, account }: TruePayment, at: Date) =>
  status === "waiting_for_deposit" && account !== null && account.dueAt > at;

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
  orderId: payment.orderId,
  amount: payment.amount,
  currency: payment.currency,
  captured: payment.status === "done" ? payment.amount : 0,
  // The real one names its newest transaction only, so that the taking's is unknown once there is a cancel.
  captureTransaction: payment.cancels.length > 0 ? payment.paymentKey : payment.transaction,
  refunds: payment.cancels.map(({ transaction, amount, reason }) => ({ transaction, amount, reason })),
  failureCode: failureCodes[payment.status] ?? null,
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
