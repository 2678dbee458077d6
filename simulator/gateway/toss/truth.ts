import type { PaymentMethod } from "@/lib/contracts/methods";
import type {
  AccountRequest,
  Answer,
  CloseRequest,
  ConfirmRequest,
  RefundRequest,
  Snapshot,
} from "@/lib/gateways/gateway";
import type { Dice } from "../../dice";
import type { TrueMoney } from "../money";
import { type Cancel, left, moneyOf, snapshotOf, type Temper, type TruePayment } from "./payment";

/** How long a shopper may take to authenticate, and how long we may then take to authorize, in milliseconds. */
const authenticateWithinMs = 30 * 60_000;
const authorizeWithinMs = 10 * 60_000;

type Hooks = {
  now(): Date;
  /** Called when a payment changes in a way that triggers a webhook. */
  tell(payment: TruePayment): void;
  /** Called when an account is opened; people deposit in their own time. */
  opened(payment: TruePayment): void;
  /** Called when a deposit is to be paid back. */
  gives(payment: TruePayment, cancel: Cancel): void;
  /** Runs `work` after this many milliseconds. */
  after(ms: number, work: () => void): void;
};

/** Toss's true state. It confirms a payment at most once, and only one payment per order id. */
export class TossTruth {
  readonly payments = new Map<string, TruePayment>();
  #serial = 0;

  constructor(
    private readonly dice: Dice,
    private readonly hooks: Hooks,
  ) {}

  /** The shopper opens the payment window, and will choose a method there. Undefined if the order id is used up. */
  openWindow(orderId: string, amount: number): TruePayment | undefined {
    if (this.#used(orderId)) return undefined;
    const method = this.dice.weigh<PaymentMethod>({
      CARD: 10,
      VIRTUAL_ACCOUNT: 4,
      EASY_PAY: 2,
      TRANSFER: 1,
      MOBILE: 2,
    });
    const temper = this.dice.weigh<Temper>({
      approves: 20,
      declines: 3,
      // A deposit is exact, or the bank refuses it.
      takes_another_amount: method === "VIRTUAL_ACCOUNT" ? 0 : 3,
      refuses_refunds: 2,
    });
    const payment = this.#add(orderId, amount, method, temper);
    this.#expireAfter(payment, "ready", authenticateWithinMs);
    return payment;
  }

  /** The shopper authenticates. False if the window is closed. */
  authenticate(payment: TruePayment): boolean {
    if (payment.status !== "ready") return false;
    payment.status = "authenticated";
    this.#expireAfter(payment, "authenticated", authorizeWithinMs);
    return true;
  }

  confirm({ paymentKey, orderId, amount }: ConfirmRequest, isLate: boolean): Answer {
    const payment = this.payments.get(paymentKey);
    if (!payment) return unknown("no_such_payment", "NOT_FOUND_PAYMENT");
    if (payment.orderId !== orderId) return unknown("error", "FORBIDDEN_REQUEST");
    if (payment.status === "ready") return unknown("error", "UNAPPROVED_ORDER_ID");
    if (payment.status === "expired") return unknown("no_such_payment", "NOT_FOUND_PAYMENT_SESSION");
    if (payment.status !== "authenticated" || this.#used(orderId))
      return unknown("error", "ALREADY_PROCESSED_PAYMENT");
    if (payment.amount !== amount) return unknown("error", "INVALID_REQUEST");
    if (payment.temper === "declines") {
      payment.status = "aborted";
      this.#tell(payment);
      return declined("REJECT_CARD_PAYMENT");
    }
    payment.authorizedLate = isLate;
    if (payment.method === "VIRTUAL_ACCOUNT")
      this.#openAccount(payment, new Date(this.hooks.now().getTime() + this.dice.between(15, 180) * 60_000));
    else {
      if (payment.temper === "takes_another_amount") payment.amount += this.dice.pick([-1, 1]) * 10;
      this.#take(payment);
    }
    return this.#seen(payment);
  }

  /** The shop opens an account directly, without a window. */
  issue({ orderId, amount, dueAt }: AccountRequest, isLate: boolean): Answer {
    if (this.#ofOrder(orderId).length > 0) return unknown("error", "DUPLICATED_ORDER_ID");
    if (this.dice.chance(0.08)) return declined("NOT_AVAILABLE_BANK");
    const temper = this.dice.weigh<Temper>({ approves: 8, refuses_refunds: 1 });
    const payment = this.#add(orderId, amount, "VIRTUAL_ACCOUNT", temper);
    payment.authorizedLate = isLate;
    this.#openAccount(payment, new Date(dueAt));
    return this.#seen(payment);
  }

  /** The shop closes an account that got no deposit, even one that has expired. */
  close({ paymentKey }: CloseRequest): Answer {
    const payment = this.payments.get(paymentKey);
    if (!payment) return unknown("no_such_payment", "NOT_FOUND_PAYMENT");
    if (payment.status === "canceled") return unknown("error", "ALREADY_CANCELED_PAYMENT");
    if (payment.account?.crosses) this.deposit(payment, false);
    // A deposit is refunded to an account, and this request names none.
    if (payment.status === "done") return unknown("error", "INVALID_REFUND_ACCOUNT_INFO");
    if (payment.status !== "waiting_for_deposit") return unknown("error", "NOT_CANCELABLE_PAYMENT");
    payment.status = "canceled";
    this.#tell(payment);
    return this.#seen(payment);
  }

  /** Someone deposits. If `slips` is true, the bank accepts even a late deposit. False if it is refused. */
  deposit(payment: TruePayment, slips: boolean): boolean {
    const { account, status } = payment;
    if (!account || (status !== "waiting_for_deposit" && status !== "canceled")) return false;
    const isTooLate = status === "canceled" || account.dueAt <= this.hooks.now();
    if (isTooLate && !slips) return false;
    account.deposits += 1;
    this.#take(payment);
    return true;
  }

  /** The bank reverses a deposit of which nothing has been refunded. False if there is none. */
  reverse(payment: TruePayment): boolean {
    if (!payment.account || payment.status !== "done" || payment.cancels.length > 0) return false;
    payment.account.reversals += 1;
    payment.status = "waiting_for_deposit";
    payment.transaction = null;
    payment.approvedAt = null;
    this.#list(payment, this.#name("taken back"));
    this.#tell(payment);
    return true;
  }

  refund({ paymentKey, amount, reason, refundableAmount, account }: RefundRequest): Answer {
    const payment = this.payments.get(paymentKey);
    if (!payment) return unknown("no_such_payment", "NOT_FOUND_PAYMENT");
    if (payment.status !== "done") return declined("NOT_CANCELABLE_PAYMENT");
    const newest = payment.cancels.at(-1);
    if (newest && this.hooks.now().getTime() - newest.at < 1_000)
      return unknown("error", "FORBIDDEN_CONSECUTIVE_REQUEST");
    if (left(payment) === 0) return unknown("error", "ALREADY_CANCELED_PAYMENT");
    if (left(payment) !== refundableAmount) return unknown("error", "NOT_MATCHES_REFUNDABLE_AMOUNT");
    if (amount > left(payment)) return declined("NOT_CANCELABLE_AMOUNT");
    if (payment.account && account?.accountNumber !== goodAccount)
      return { ...declined("INVALID_REFUND_ACCOUNT_NUMBER"), wrongAccount: true };
    if (payment.method === "MOBILE" && amount !== payment.amount)
      return declined("NOT_ALLOWED_PARTIAL_REFUND");
    if (payment.temper === "refuses_refunds") return declined("EXCEED_MAX_REFUND_DUE");
    this.cancel(payment, amount, reason);
    return this.#seen(payment);
  }

  /** Refunds a payment, for the API as well as for staff in the gateway's console. */
  cancel(payment: TruePayment, amount: number, reason: string) {
    const at = this.hooks.now().getTime();
    const transaction = this.#name("given");
    const cancel: Cancel = { transaction, amount, reason, at, state: payment.account ? "pending" : "done" };
    payment.cancels.push(cancel);
    this.#list(payment, transaction);
    this.#tell(payment);
    if (payment.account) this.hooks.gives(payment, cancel);
  }

  /** The bank's final result for a refunded deposit. */
  endCancel(payment: TruePayment, cancel: Cancel, state: "done" | "failed") {
    cancel.state = state;
    this.#tell(payment);
  }

  /** By payment key; if that finds nothing or another order, by order id if one is given. */
  find(paymentKey: string | null, orderId: string | null): Snapshot | undefined {
    const byKey = paymentKey ? this.payments.get(paymentKey) : undefined;
    const isNamed = byKey && (orderId === null || byKey.orderId === orderId);
    const byOrder = orderId ? (this.#used(orderId) ?? this.#ofOrder(orderId).at(-1)) : undefined;
    const found = isNamed ? byKey : byOrder;
    return found && snapshotOf(found, this.hooks.now());
  }

  /** The current money of every payment. */
  money(): TrueMoney[] {
    return [...this.payments.values()].map((payment) => moneyOf(payment, this.hooks.now()));
  }

  #add(orderId: string, amount: number, method: PaymentMethod, temper: Temper): TruePayment {
    const payment: TruePayment = {
      paymentKey: this.#name("key"),
      orderId,
      method,
      amount,
      currency: "KRW",
      status: "ready",
      account: null,
      transaction: null,
      approvedAt: null,
      cancels: [],
      rows: [],
      temper,
      authorizedLate: false,
      changes: 0,
    };
    this.payments.set(payment.paymentKey, payment);
    return payment;
  }

  #openAccount(payment: TruePayment, dueAt: Date) {
    payment.status = "waiting_for_deposit";
    payment.account = { dueAt, secret: this.#name("secret"), deposits: 0, reversals: 0, crosses: false };
    this.#tell(payment);
    this.hooks.opened(payment);
  }

  #take(payment: TruePayment) {
    payment.status = "done";
    payment.transaction = this.#name("taken");
    payment.approvedAt = this.hooks.now();
    this.#list(payment, payment.transaction);
    this.#tell(payment);
  }

  #list(payment: TruePayment, transaction: string) {
    payment.rows.push({ transaction, at: this.hooks.now() });
  }

  #tell(payment: TruePayment) {
    payment.changes += 1;
    this.hooks.tell(payment);
  }

  #seen = (payment: TruePayment): Answer => ({
    is: "seen",
    snapshot: snapshotOf(payment, this.hooks.now()),
  });

  #ofOrder(orderId: string) {
    return [...this.payments.values()].filter((payment) => payment.orderId === orderId);
  }

  /** The payment that used up this order id; there is at most one. */
  #used(orderId: string) {
    return this.#ofOrder(orderId).find(({ status, account }) => status === "done" || account !== null);
  }

  #expireAfter(payment: TruePayment, from: TruePayment["status"], ms: number) {
    this.hooks.after(ms, () => {
      if (payment.status !== from) return;
      payment.status = "expired";
      this.#tell(payment);
    });
  }

  #name(kind: string) {
    this.#serial += 1;
    return `${kind}-${this.#serial}`;
  }
}

/** The number of the only account that can receive a refunded deposit; banks reject all others. */
export const goodAccount = "110123456789";

const declined = (code: string) => ({ is: "declined", code, stillOpen: false }) as const;
const unknown = (why: "no_such_payment" | "error", code: string): Answer => ({ is: "unknown", why, code });
