import { minutes } from "@/lib/clock";
import type { CloseRequest, ConfirmRequest, DoorRequest, RefundRequest } from "@/lib/gateways/gateway";
import type { Dice } from "../../dice";
import type { TrueMoney } from "../money";
import { declinedCard, type Fault, missing, refused } from "./fault";
import {
  type Bill,
  type Card,
  moneyOf,
  refundable,
  type Temper,
  type TrueIntent,
  type TrueRefund,
  type TrueSession,
} from "./payment";

/** What Stripe tells the shop about: an object of its own, after something happened to it. */
export type Told =
  | { type: `checkout.session.${string}`; session: TrueSession }
  | { type: `payment_intent.${string}` | `charge.${string}`; intent: TrueIntent }
  | { type: `refund.${string}`; intent: TrueIntent; refund: TrueRefund };

type Hooks = {
  now(): Date;
  tell(told: Told): void;
  /** Called when a bank begins something that it ends in its own time. */
  waits(intent: TrueIntent): void;
  gives(intent: TrueIntent, refund: TrueRefund): void;
  /** Runs something after so many milliseconds. */
  after(ms: number, work: () => void): void;
};

export type Reply<Object> = { is: "done"; object: Object } | { is: "refused"; fault: Fault };

/** What comes of an attempt to pay in the browser. `closed` where nothing can be paid any more. */
export type Paid = "paid" | "declined" | "asked" | "processing" | "closed";

/** Stripe's own truth: its pages and intents take money when the shopper pays, without being asked by the shop. */
export class StripeTruth {
  readonly sessions = new Map<string, TrueSession>();
  readonly intents = new Map<string, TrueIntent>();
  #serial = 0;

  constructor(
    private readonly dice: Dice,
    private readonly hooks: Hooks,
  ) {}

  openSession(request: DoorRequest): Reply<TrueSession> {
    const closesAt = new Date(request.page?.closesAt ?? 0);
    if (closesAt.getTime() < this.hooks.now().getTime() + minutes(30))
      return no(
        refused("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."),
      );
    if (this.dice.chance(0.03))
      return no(refused("The total amount is too small.", { code: "amount_too_small" }));
    const asked = billOf(request);
    const session: TrueSession = {
      id: this.#name("cs"),
      asked,
      bill: asked,
      status: "open",
      closesAt,
      intent: null,
      crosses: null,
    };
    this.sessions.set(session.id, session);
    this.hooks.after(closesAt.getTime() - this.hooks.now().getTime(), () => this.#expire(session));
    return { is: "done", object: session };
  }

  openIntent(request: DoorRequest): Reply<TrueIntent> {
    if (this.dice.chance(0.03)) return no(refused("Amount must be larger.", { code: "amount_too_small" }));
    const intent = this.#addIntent(billOf(request), null);
    intent.attached = cardOf(request.paymentMethod) ?? null;
    this.hooks.tell({ type: "payment_intent.created", intent });
    return { is: "done", object: intent };
  }

  /** The shopper presses pay on a page of Stripe's. */
  payPage(session: TrueSession, card: Card): Paid {
    if (session.status !== "open" || session.closesAt <= this.hooks.now()) return "closed";
    session.intent ??= this.#addIntent(session.asked, session);
    return this.#pay(session.intent, card);
  }

  /** The shopper presses pay in the card form, which asks Stripe by itself. */
  payForm(intent: TrueIntent, card: Card): Paid {
    if (intent.status !== "requires_payment_method" && intent.status !== "requires_action") return "closed";
    return this.#pay(intent, card);
  }

  /** The shopper answers what their bank asked. */
  answerBank(intent: TrueIntent, passes: boolean): Paid {
    if (intent.status !== "requires_action") return "closed";
    if (!passes) return this.#decline(intent, "payment_intent_authentication_failure");
    return intent.card === "asks" ? this.#take(intent) : this.#decline(intent, "card_declined");
  }

  /** The shop charges a card that it names. */
  charge({ paymentKey, paymentMethod, returnUrl }: ConfirmRequest, isLate: boolean): Reply<TrueIntent> {
    const intent = this.intents.get(paymentKey);
    if (!intent) return no(missing("payment_intent"));
    if (intent.status !== "requires_payment_method" && intent.status !== "requires_action")
      return no(unexpected(intent, "confirm"));
    const card = paymentMethod ? cardOf(paymentMethod) : intent.attached;
    if (!card) return no(unexpected(intent, "confirm"));
    intent.cameUnasked = isLate;
    intent.cameLate = isLate;
    const paid = this.#pay(intent, card, false);
    if (paid === "declined") return no(declinedCard);
    if (paid === "asked" && returnUrl) intent.bankUrl = `https://bank.example/${intent.id}`;
    return { is: "done", object: intent };
  }

  /** Shuts a page, which only works while it is open. */
  expire({ sessionKey = "" }: CloseRequest): Reply<TrueSession> {
    const session = this.sessions.get(sessionKey);
    if (!session) return no(missing("checkout.session"));
    if (session.crosses) this.payPage(session, session.crosses);
    if (session.status !== "open")
      return no(
        refused(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
        ),
      );
    this.#expire(session);
    return { is: "done", object: session };
  }

  /** Cancels an intent of the card form that nobody paid. */
  cancel({ paymentKey }: CloseRequest): Reply<TrueIntent> {
    const intent = this.intents.get(paymentKey);
    if (!intent) return no(missing("payment_intent"));
    if (
      intent.session ||
      (intent.status !== "requires_payment_method" && intent.status !== "requires_action")
    )
      return no(unexpected(intent, "cancel"));
    this.#cancel(intent);
    return { is: "done", object: intent };
  }

  refund({ paymentKey, amount, reason, refundId }: RefundRequest): Reply<TrueRefund> {
    const intent = this.intents.get(paymentKey);
    if (!intent) return no(missing("payment_intent"));
    if (intent.status !== "succeeded")
      return no(refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`));
    const left = refundable(intent);
    if (left === 0)
      return no(refused("Charge has already been refunded.", { code: "charge_already_refunded" }));
    if (amount > left)
      return no(
        refused(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
          param: "amount",
        }),
      );
    if (intent.temper === "disputed")
      return no(refused("Charge has been charged back.", { code: "charge_disputed" }));
    return { is: "done", object: this.give(intent, amount, reason, refundId) };
  }

  /** Gives money back whoever asks: the shop's staff do so in Stripe's console. */
  give(intent: TrueIntent, amount: number, reason: string, refundId: string | null): TrueRefund {
    const isSlow = intent.temper === "gives_slowly" || intent.temper === "fails_slowly";
    const status = isSlow ? "pending" : "succeeded";
    const refund: TrueRefund = { id: this.#name("re"), amount, reason, refundId, status, wasDone: !isSlow };
    intent.refunds.push(refund);
    this.hooks.tell({ type: "refund.created", intent, refund });
    if (refund.status === "succeeded") this.hooks.tell({ type: "charge.refunded", intent });
    this.hooks.gives(intent, refund);
    return refund;
  }

  /** What a bank says in the end about a refund. */
  endRefund(intent: TrueIntent, refund: TrueRefund, status: "succeeded" | "failed") {
    refund.status = status;
    refund.wasDone ||= status === "succeeded";
    this.hooks.tell({ type: status === "failed" ? "refund.failed" : "refund.updated", intent, refund });
  }

  /** A slow bank says what it does. */
  endProcessing(intent: TrueIntent) {
    if (intent.status !== "processing") return;
    const { session } = intent;
    const paid =
      intent.card === "slow" ? this.#take(intent) : this.#decline(intent, "payment_method_provider_decline");
    if (!session) return;
    const how = paid === "paid" ? "succeeded" : "failed";
    this.hooks.tell({ type: `checkout.session.async_payment_${how}`, session });
  }

  /** The money of every page and every intent, as it is now. */
  money(): TrueMoney[] {
    const at = this.hooks.now();
    return [
      ...[...this.sessions.values()].map((session) => moneyOf(session, session.intent, at)),
      ...[...this.intents.values()]
        .filter((intent) => intent.session === null)
        .map((intent) => moneyOf(null, intent, at)),
    ];
  }

  #pay(intent: TrueIntent, card: Card, isUnasked = true): Paid {
    intent.card = card;
    intent.lastError = null;
    intent.bankUrl = null;
    if (isUnasked || card !== "approves") intent.cameUnasked = true;
    switch (card) {
      case "approves":
        return this.#take(intent);
      case "declines":
        return this.#decline(intent, "card_declined");
      case "asks":
      case "asks_and_declines":
        intent.status = "requires_action";
        this.hooks.tell({ type: "payment_intent.requires_action", intent });
        return "asked";
      case "slow":
      case "slow_in_vain":
        intent.status = "processing";
        this.hooks.tell({ type: "payment_intent.processing", intent });
        this.#complete(intent);
        this.hooks.waits(intent);
        return "processing";
    }
  }

  #take(intent: TrueIntent): Paid {
    this.#meddle(intent);
    intent.status = "succeeded";
    intent.bankUrl = null;
    intent.charge = this.#name("ch");
    intent.approvedAt = this.hooks.now();
    this.hooks.tell({ type: "charge.succeeded", intent });
    this.hooks.tell({ type: "payment_intent.succeeded", intent });
    this.#complete(intent);
    this.hooks.after(this.dice.between(500, this.dice.pick([minutes(1), minutes(20), minutes(600)])), () => {
      const amount = Math.max(1, Math.round(intent.bill.amount * 0.029));
      intent.fee = { id: this.#name("txn"), amount, currency: "USD" };
      this.hooks.tell({ type: "charge.updated", intent });
    });
    return "paid";
  }

  #decline(intent: TrueIntent, code: string): Paid {
    intent.status = "requires_payment_method";
    intent.lastError = code;
    intent.attached = null;
    intent.bankUrl = null;
    this.hooks.tell({ type: "payment_intent.payment_failed", intent });
    return "declined";
  }

  #complete({ session }: TrueIntent) {
    if (session?.status !== "open") return;
    session.status = "complete";
    this.hooks.tell({ type: "checkout.session.completed", session });
  }

  #expire(session: TrueSession) {
    if (session.status !== "open") return;
    session.status = "expired";
    if (session.intent) this.#cancel(session.intent);
    this.hooks.tell({ type: "checkout.session.expired", session });
  }

  #cancel(intent: TrueIntent) {
    intent.status = "canceled";
    intent.bankUrl = null;
    this.hooks.tell({ type: "payment_intent.canceled", intent });
  }

  /** Whoever else has the account's keys may have changed what is paid, and for what. */
  #meddle(intent: TrueIntent) {
    if (!this.dice.chance(0.08)) return;
    const { bill } = intent;
    // Of those whose names the shop has heard: somebody was on their pages.
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

  #addIntent(asked: Bill, session: TrueSession | null): TrueIntent {
    const intent: TrueIntent = {
      id: this.#name("pi"),
      session,
      asked,
      bill: asked,
      status: "requires_payment_method",
      card: null,
      attached: null,
      lastError: null,
      charge: null,
      approvedAt: null,
      cameUnasked: false,
      cameLate: false,
      fee: null,
      refunds: [],
      temper: this.dice.weigh<Temper>({
        gives: 10,
        gives_slowly: 3,
        fails_slowly: 2,
        comes_back: 2,
        disputed: 1,
      }),
      bankUrl: null,
    };
    this.intents.set(intent.id, intent);
    return intent;
  }

  #name(kind: string) {
    this.#serial += 1;
    return `${kind}_${this.#serial}`;
  }
}

const cards: Card[] = ["approves", "declines", "asks", "asks_and_declines"];

const cardOf = (paymentMethod: string | undefined) =>
  cards.find((name) => paymentMethod === `pm_card_${name}`);

const billOf = ({ orderId, amount, currency }: DoorRequest): Bill => ({ orderId, amount, currency });

const no = (fault: Fault) => ({ is: "refused", fault }) as const;

const unexpected = ({ status }: TrueIntent, wish: string) =>
  refused(`You cannot ${wish} this PaymentIntent because it has a status of ${status}.`, {
    code: "payment_intent_unexpected_state",
  });
