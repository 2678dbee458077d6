import { days, minutes } from "@/lib/clock";
import type { Dice } from "../../dice";
import type { Bill, Card, Temper, TrueDispute, TrueIntent, TrueRefund, TrueSession } from "./payment";

/** What Stripe sends an event about: an object that just changed. */
export type Told =
  | { type: `checkout.session.${string}`; session: TrueSession }
  | { type: `payment_intent.${string}` | `charge.${string}`; intent: TrueIntent }
  | { type: `charge.dispute.${string}`; intent: TrueIntent; dispute: TrueDispute }
  | { type: `refund.${string}`; intent: TrueIntent; refund: TrueRefund };

type Hooks = {
  now(): Date;
  tell(told: Told): void;
  /** Called when a bank starts something that it finishes in its own time. */
  waits(intent: TrueIntent): void;
  gives(intent: TrueIntent, refund: TrueRefund): void;
  note(what: string): void;
  /** Runs `work` after this many milliseconds. */
  after(ms: number, work: () => void): void;
};

/** The outcome of an attempt to pay in the browser; `closed` if nothing can be paid any more. */
export type Paid = "paid" | "authorized" | "declined" | "asked" | "processing" | "closed";

/** The sessions and intents at Stripe, and what happens to them, whoever the caller is. */
export class Till {
  readonly sessions = new Map<string, TrueSession>();
  readonly intents = new Map<string, TrueIntent>();
  #serial = 0;

  constructor(
    protected readonly dice: Dice,
    protected readonly hooks: Hooks,
  ) {}

  protected pay(intent: TrueIntent, card: Card, isUnasked = true): Paid {
    intent.card = card;
    intent.lastError = null;
    intent.bankUrl = null;
    if (isUnasked || card !== "approves") intent.cameUnasked = true;
    switch (card) {
      case "approves":
        return this.take(intent);
      case "declines":
        return this.decline(intent, "card_declined");
      case "asks":
      case "asks_and_declines":
        intent.status = "requires_action";
        this.hooks.tell({ type: "payment_intent.requires_action", intent });
        return "asked";
      case "slow":
      case "slow_in_vain":
        intent.status = "processing";
        this.hooks.tell({ type: "payment_intent.processing", intent });
        this.complete(intent);
        this.hooks.waits(intent);
        return "processing";
    }
  }

  protected take(intent: TrueIntent): Paid {
    this.meddle(intent);
    return intent.isToBeHeld || this.dice.chance(0.1) ? this.#hold(intent) : this.#capture(intent);
  }

  /**
   * The shop asked for a hold, or another program set the intent to manual capture: the bank holds the money until
   * someone captures it, and releases it after a week. Somebody may capture it in the dashboard.
   */
  #hold(intent: TrueIntent): Paid {
    intent.status = "requires_capture";
    intent.bankUrl = null;
    intent.charge = this.name("ch");
    intent.approvedAt = this.hooks.now();
    this.hooks.tell({ type: "payment_intent.amount_capturable_updated", intent });
    this.complete(intent);
    const isCaptured = this.dice.chance(intent.isToBeHeld ? 0.2 : 0.6);
    const ms = isCaptured ? this.dice.between(1_000, this.dice.pick([minutes(10), days(2)])) : days(7);
    this.hooks.after(ms, () => {
      if (intent.status !== "requires_capture") return;
      intent.cameUnasked = true;
      if (isCaptured) this.#captureByHand(intent);
      else this.end(intent);
    });
    return "authorized";
  }

  /** Someone captures by hand in Stripe's dashboard: all of it, a part, or more, such as a tip. */
  #captureByHand(intent: TrueIntent) {
    const { amount } = intent.bill;
    const captured = this.dice.pick([amount, amount + 100, Math.ceil(amount / 2)]);
    if (captured !== amount) this.hooks.note(captured < amount ? "captured in part" : "captured more");
    this.#capture(intent, captured);
  }

  protected captureHeld(intent: TrueIntent, captured: number) {
    if (captured < intent.bill.amount) this.hooks.note("captured in part by the shop");
    this.#capture(intent, captured);
  }

  #capture(intent: TrueIntent, captured = intent.bill.amount): Paid {
    intent.status = "succeeded";
    intent.captured = captured;
    intent.bankUrl = null;
    intent.charge = this.name("ch");
    intent.approvedAt = this.hooks.now();
    this.list(intent, intent.charge);
    this.hooks.tell({ type: "charge.succeeded", intent });
    this.hooks.tell({ type: "payment_intent.succeeded", intent });
    this.complete(intent);
    this.hooks.after(this.dice.between(500, this.dice.pick([minutes(1), minutes(20), minutes(600)])), () => {
      const amount = Math.max(1, Math.round(intent.captured * 0.029));
      intent.fee = { id: this.name("txn"), amount, currency: "USD" };
      this.hooks.tell({ type: "charge.updated", intent });
    });
    return "paid";
  }

  protected decline(intent: TrueIntent, code: string): Paid {
    intent.status = "requires_payment_method";
    intent.lastError = code;
    intent.attached = null;
    intent.bankUrl = null;
    this.hooks.tell({ type: "payment_intent.payment_failed", intent });
    return "declined";
  }

  private complete({ session }: TrueIntent) {
    if (session?.status !== "open") return;
    session.status = "complete";
    this.hooks.tell({ type: "checkout.session.completed", session });
  }

  protected lapse(session: TrueSession) {
    if (session.status !== "open") return;
    session.status = "expired";
    if (session.intent) this.end(session.intent);
    this.hooks.tell({ type: "checkout.session.expired", session });
  }

  protected end(intent: TrueIntent) {
    intent.status = "canceled";
    intent.bankUrl = null;
    this.hooks.tell({ type: "payment_intent.canceled", intent });
  }

  /** Others who have the account's keys may change the amount, the currency or the order. */
  private meddle(intent: TrueIntent) {
    if (!this.dice.chance(0.08)) return;
    const { bill } = intent;
    // Only orders of sessions that have an intent: a shopper has been on their pages, so the shop knows them.
    const others = [...this.sessions.values()].flatMap(({ asked, intent }) => (intent ? asked.orderId : []));
    const changed: Bill = this.dice.pick([
      { ...bill, amount: bill.amount - 10 },
      { ...bill, amount: bill.amount + 10 },
      { ...bill, currency: bill.currency === "USD" ? "KRW" : "USD" },
      { ...bill, orderId: this.dice.pick(["ELSEWHERE-1", ...others]) },
    ] as const);
    intent.bill = changed;
    if (intent.session) intent.session.bill = changed;
  }

  protected addIntent(
    account: string,
    asked: Bill,
    session: TrueSession | null,
    isToBeHeld: boolean,
  ): TrueIntent {
    const intent: TrueIntent = {
      id: this.name("pi"),
      account,
      session,
      asked,
      bill: asked,
      isToBeHeld,
      status: "requires_payment_method",
      card: null,
      attached: null,
      lastError: null,
      charge: null,
      captured: 0,
      approvedAt: null,
      cameUnasked: false,
      cameLate: false,
      fee: null,
      refunds: [],
      rows: [],
      dispute: null,
      temper: this.dice.weigh<Temper>({
        gives: 10,
        gives_slowly: 3,
        fails_slowly: 2,
        comes_back: 2,
      }),
      bankUrl: null,
    };
    this.intents.set(intent.id, intent);
    return intent;
  }

  protected list(intent: TrueIntent, transaction: string) {
    intent.rows.push({ transaction, at: this.hooks.now() });
  }

  protected name(kind: string) {
    this.#serial += 1;
    return `${kind}_${this.#serial}`;
  }
}
