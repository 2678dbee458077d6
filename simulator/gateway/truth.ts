import type { Answer, ConfirmRequest, RefundRequest, Snapshot } from "@/lib/gateways/gateway";
import type { Dice } from "../dice";

type Cancel = { transaction: string; amount: number; reason: string; at: number };

/** A payment as the gateway has it: what is so, whatever anybody was told. */
export type TruePayment = {
  paymentKey: string;
  orderId: string;
  amount: number;
  currency: string;
  status: "ready" | "authenticated" | "done" | "aborted" | "expired";
  transaction: string | null;
  approvedAt: Date | null;
  cancels: Cancel[];
  temper: Temper;
  /** True when it was taken by a request whose sender had given up waiting. */
  takenLate: boolean;
};

/** What the issuer will do, decided when the window opens. */
export type Temper = "approves" | "declines" | "takes_another_amount" | "refuses_refunds";

/** How long a shopper may take to authenticate, and we to authorise after that, in milliseconds. */
const authenticateWithinMs = 30 * 60_000;
const authoriseWithinMs = 10 * 60_000;

/** The gateway's own truth. It confirms a payment at most once and one payment per order id, as Toss does. */
export class Truth {
  readonly payments = new Map<string, TruePayment>();
  #serial = 0;

  constructor(
    private readonly now: () => Date,
    private readonly dice: Dice,
    /** Called when a payment changed in a way the gateway sends a webhook about. */
    private readonly tell: (payment: TruePayment) => void,
    /** Runs something after so many milliseconds. */
    private readonly after: (ms: number, work: () => void) => void,
  ) {}

  /** The shopper opens the payment window. Undefined when the order id was paid with before. */
  openWindow(orderId: string, amount: number): TruePayment | undefined {
    if (this.#taken(orderId)) return undefined;
    const temper = this.dice.weigh<Temper>({
      approves: 20,
      declines: 3,
      takes_another_amount: 2,
      refuses_refunds: 2,
    });
    const payment: TruePayment = {
      paymentKey: this.#name("key"),
      orderId,
      amount,
      currency: "KRW",
      status: "ready",
      transaction: null,
      approvedAt: null,
      cancels: [],
      temper,
      takenLate: false,
    };
    this.payments.set(payment.paymentKey, payment);
    this.#expireAfter(payment, "ready", authenticateWithinMs);
    return payment;
  }

  /** The shopper authenticates. False when the window is closed. */
  authenticate(payment: TruePayment): boolean {
    if (payment.status !== "ready") return false;
    payment.status = "authenticated";
    this.#expireAfter(payment, "authenticated", authoriseWithinMs);
    return true;
  }

  confirm({ paymentKey, orderId, amount }: ConfirmRequest, isLate: boolean): Answer {
    const payment = this.payments.get(paymentKey);
    if (!payment) return unknown("no_such_payment", "NOT_FOUND_PAYMENT");
    if (payment.orderId !== orderId) return unknown("error", "FORBIDDEN_REQUEST");
    if (payment.status === "ready") return unknown("error", "UNAPPROVED_ORDER_ID");
    if (payment.status === "expired") return unknown("no_such_payment", "NOT_FOUND_PAYMENT_SESSION");
    if (payment.status !== "authenticated" || this.#taken(orderId))
      return unknown("error", "ALREADY_PROCESSED_PAYMENT");
    if (payment.amount !== amount) return unknown("error", "INVALID_REQUEST");
    if (payment.temper === "declines") {
      payment.status = "aborted";
      this.tell(payment);
      return { is: "declined", code: "REJECT_CARD_PAYMENT" };
    }
    if (payment.temper === "takes_another_amount") payment.amount += this.dice.pick([-1, 1]) * 10;
    payment.status = "done";
    payment.transaction = this.#name("taken");
    payment.approvedAt = this.now();
    payment.takenLate = isLate;
    this.tell(payment);
    return { is: "seen", snapshot: snapshotOf(payment) };
  }

  refund({ paymentKey, amount, reason, refundableAmount }: RefundRequest): Answer {
    const payment = this.payments.get(paymentKey);
    if (!payment) return unknown("no_such_payment", "NOT_FOUND_PAYMENT");
    if (payment.status !== "done") return { is: "declined", code: "NOT_CANCELABLE_PAYMENT" };
    const newest = payment.cancels.at(-1);
    if (newest && this.now().getTime() - newest.at < 1_000)
      return unknown("error", "FORBIDDEN_CONSECUTIVE_REQUEST");
    if (left(payment) === 0) return unknown("error", "ALREADY_CANCELED_PAYMENT");
    if (left(payment) !== refundableAmount) return unknown("error", "NOT_MATCHES_REFUNDABLE_AMOUNT");
    if (amount > left(payment)) return { is: "declined", code: "NOT_CANCELABLE_AMOUNT" };
    if (payment.temper === "refuses_refunds") return { is: "declined", code: "EXCEED_MAX_REFUND_DUE" };
    this.cancel(payment, amount, reason);
    return { is: "seen", snapshot: snapshotOf(payment) };
  }

  /** Gives money back whoever asks: the shop's staff do so in the gateway's own console. */
  cancel(payment: TruePayment, amount: number, reason: string) {
    const at = this.now().getTime();
    payment.cancels.push({ transaction: this.#name("given"), amount, reason, at });
    this.tell(payment);
  }

  /** By payment key, and where that leads nowhere or to another order, by order id if one is given. */
  find(paymentKey: string | null, orderId: string | undefined): Snapshot | undefined {
    const byKey = paymentKey ? this.payments.get(paymentKey) : undefined;
    if (byKey && (orderId === undefined || byKey.orderId === orderId)) return snapshotOf(byKey);
    const found = orderId ? (this.#taken(orderId) ?? this.#ofOrder(orderId).at(-1)) : undefined;
    return found && snapshotOf(found);
  }

  /** Every payment of an order of ours, whose number its order ids begin with. */
  ofOrderNumber(number: string): TruePayment[] {
    return [...this.payments.values()].filter((payment) => payment.orderId.startsWith(`${number}-`));
  }

  #ofOrder(orderId: string) {
    return [...this.payments.values()].filter((payment) => payment.orderId === orderId);
  }

  #taken(orderId: string) {
    return this.#ofOrder(orderId).find((payment) => payment.status === "done");
  }

  #expireAfter(payment: TruePayment, from: TruePayment["status"], ms: number) {
    this.after(ms, () => {
      if (payment.status !== from) return;
      payment.status = "expired";
      this.tell(payment);
    });
  }

  #name(kind: string) {
    this.#serial += 1;
    return `${kind}-${this.#serial}`;
  }
}

/** What the gateway has taken for a payment and not given back. */
export const left = (payment: TruePayment) =>
  payment.status === "done" ? payment.amount - given(payment) : 0;

export const given = (payment: TruePayment) =>
  payment.cancels.reduce((sum, cancel) => sum + cancel.amount, 0);

const unknown = (why: "no_such_payment" | "error", code: string): Answer => ({ is: "unknown", why, code });

const statuses = {
  ready: "ready",
  authenticated: "authenticated",
  done: "captured",
  aborted: "failed",
  expired: "expired",
} as const satisfies Record<TruePayment["status"], Snapshot["status"]>;

const failureCodes: Partial<Record<TruePayment["status"], string>> = {
  aborted: "REJECT_CARD_PAYMENT",
  expired: "EXPIRED_PAYMENT",
};

export const snapshotOf = (payment: TruePayment): Snapshot => ({
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
  dueAt: null,
  detail: {},
});
