import { days, later, minutes } from "@/lib/clock";
import type {
  CaptureRequest,
  CloseRequest,
  ConfirmRequest,
  RefundRequest,
  SurfaceRequest,
} from "@/lib/gateways/gateway";
import type { TrueMoney } from "../money";
import { declinedCard, type Fault, missing, refused } from "./fault";
import {
  type Bill,
  type Card,
  isChargedBack,
  moneyOf,
  refundable,
  type TrueDispute,
  type TrueIntent,
  type TrueRefund,
  type TrueSession,
} from "./payment";
import { type Paid, Till } from "./till";

export type Reply<Object> = { is: "done"; object: Object } | { is: "refused"; fault: Fault };

/** Stripe's true state: its sessions and intents take money when the shopper pays, without a request from the shop. */
export class StripeTruth extends Till {
  openSession(account: string, request: SurfaceRequest): Reply<TrueSession> {
    const closesAt = new Date(request.page?.closesAt ?? 0);
    if (closesAt.getTime() < this.hooks.now().getTime() + minutes(30))
      return no(
        refused("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."),
      );
    if (this.dice.chance(0.03))
      return no(refused("The total amount is too small.", { code: "amount_too_small" }));
    const asked = billOf(request);
    const session: TrueSession = {
      id: this.name("cs"),
      account,
      asked,
      bill: asked,
      isToBeHeld: request.captureMethod === "manual",
      status: "open",
      closesAt,
      intent: null,
      crosses: null,
    };
    this.sessions.set(session.id, session);
    this.hooks.after(closesAt.getTime() - this.hooks.now().getTime(), () => this.lapse(session));
    return { is: "done", object: session };
  }

  openIntent(account: string, request: SurfaceRequest): Reply<TrueIntent> {
    if (this.dice.chance(0.03)) return no(refused("Amount must be larger.", { code: "amount_too_small" }));
    const intent = this.addIntent(account, billOf(request), null, request.captureMethod === "manual");
    intent.attached = cardOf(request.paymentMethod) ?? null;
    this.hooks.tell({ type: "payment_intent.created", intent });
    return { is: "done", object: intent };
  }

  /** The shopper presses Pay on Stripe's page. */
  payPage(session: TrueSession, card: Card): Paid {
    if (session.status !== "open" || session.closesAt <= this.hooks.now()) return "closed";
    session.intent ??= this.addIntent(session.account, session.asked, session, session.isToBeHeld);
    return this.pay(session.intent, card);
  }

  /** The shopper presses Pay in the card form, which calls Stripe directly. */
  payForm(intent: TrueIntent, card: Card): Paid {
    if (intent.status !== "requires_payment_method" && intent.status !== "requires_action") return "closed";
    return this.pay(intent, card);
  }

  /** The shopper answers the bank's challenge. */
  answerBank(intent: TrueIntent, passes: boolean): Paid {
    if (intent.status !== "requires_action") return "closed";
    if (!passes) return this.decline(intent, "payment_intent_authentication_failure");
    return intent.card === "asks" ? this.take(intent) : this.decline(intent, "card_declined");
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
    const paid = this.pay(intent, card, false);
    if (paid === "declined") return no(declinedCard);
    if (paid === "asked" && returnUrl) intent.bankUrl = `https://bank.example/${intent.id}`;
    return { is: "done", object: intent };
  }

  /** Expires a session, which only works while it is open. */
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
    this.lapse(session);
    return { is: "done", object: session };
  }

  /** Cancels an intent of the card form that nobody paid, or releases a hold. */
  cancel({ paymentKey }: CloseRequest): Reply<TrueIntent> {
    const intent = this.intents.get(paymentKey);
    if (!intent) return no(missing("payment_intent"));
    const isOpen = intent.status === "requires_payment_method" || intent.status === "requires_action";
    if (intent.status !== "requires_capture" && (intent.session || !isOpen))
      return no(unexpected(intent, "cancel"));
    this.end(intent);
    return { is: "done", object: intent };
  }

  /** Captures a hold for the shop, once. */
  capture({ paymentKey, amount }: CaptureRequest): Reply<TrueIntent> {
    const intent = this.intents.get(paymentKey);
    if (!intent) return no(missing("payment_intent"));
    if (intent.status !== "requires_capture") return no(unexpected(intent, "capture"));
    if (amount > intent.bill.amount)
      return no(refused("The requested amount is too large.", { code: "amount_too_large" }));
    this.captureHeld(intent, amount);
    return { is: "done", object: intent };
  }

  refund({ paymentKey, amount, reason, refundId }: RefundRequest): Reply<TrueRefund> {
    const intent = this.intents.get(paymentKey);
    if (!intent) return no(missing("payment_intent"));
    if (intent.status !== "succeeded")
      return no(refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`));
    if (isChargedBack(intent))
      return no(refused("Charge has been charged back.", { code: "charge_disputed" }));
    const left = refundable(intent);
    if (left === 0)
      return no(refused("Charge has already been refunded.", { code: "charge_already_refunded" }));
    if (amount > left)
      return no(
        refused(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
          param: "amount",
        }),
      );
    return { is: "done", object: this.give(intent, amount, reason, refundId) };
  }

  /** Refunds a payment, for the API as well as for staff in Stripe's dashboard. */
  give(intent: TrueIntent, amount: number, reason: string, refundId: string | null): TrueRefund {
    const isSlow = intent.temper === "gives_slowly" || intent.temper === "fails_slowly";
    const status = isSlow ? "pending" : "succeeded";
    const refund: TrueRefund = { id: this.name("re"), amount, reason, refundId, status, wasDone: !isSlow };
    intent.refunds.push(refund);
    this.list(intent, refund.id);
    this.hooks.tell({ type: "refund.created", intent, refund });
    if (refund.status === "succeeded") this.hooks.tell({ type: "charge.refunded", intent });
    this.hooks.gives(intent, refund);
    return refund;
  }

  /** The bank's final result for a refund. */
  endRefund(intent: TrueIntent, refund: TrueRefund, status: "succeeded" | "failed") {
    // Money that had left the account shows up in the balance when it comes back.
    if (refund.status === "succeeded" && status === "failed") this.list(intent, this.name("txn"));
    refund.status = status;
    refund.wasDone ||= status === "succeeded";
    this.hooks.tell({ type: status === "failed" ? "refund.failed" : "refund.updated", intent, refund });
  }

  /** A cardholder disputes a charge: the bank asks about it or takes it back. */
  openDispute(intent: TrueIntent, isInquiry: boolean): TrueDispute {
    const openedAt = this.hooks.now();
    const dispute: TrueDispute = {
      id: this.name("du"),
      amount: refundable(intent),
      status: "warning_needs_response",
      openedAt,
      answerBy: later(openedAt, days(16)),
      rows: [],
    };
    intent.dispute = dispute;
    this.list(intent, dispute.id);
    if (!isInquiry) this.#withdraw(intent, dispute);
    this.hooks.tell({ type: "charge.dispute.created", intent, dispute });
    if (!isInquiry) this.hooks.tell({ type: "charge.dispute.funds_withdrawn", intent, dispute });
    this.hooks.after(days(16), () => this.endDispute(intent, dispute, "lose"));
    return dispute;
  }

  /** The bank turns an inquiry into a withdrawal. */
  escalate(intent: TrueIntent, dispute: TrueDispute) {
    if (dispute.status !== "warning_needs_response") return;
    this.#withdraw(intent, dispute);
    this.hooks.tell({ type: "charge.dispute.funds_withdrawn", intent, dispute });
  }

  /** The bank decides; an inquiry moves no money either way. */
  endDispute(intent: TrueIntent, dispute: TrueDispute, how: "win" | "lose") {
    if (dispute.status === "warning_needs_response") dispute.status = "warning_closed";
    else if (dispute.status !== "needs_response") return;
    else if (how === "lose") dispute.status = "lost";
    else {
      dispute.status = "won";
      // The decision is announced first, and the money follows.
      this.hooks.after(this.dice.between(0, this.dice.pick([0, minutes(20)])), () => {
        this.#move(intent, dispute, dispute.amount, 0);
        this.hooks.tell({ type: "charge.dispute.funds_reinstated", intent, dispute });
      });
    }
    this.hooks.tell({ type: "charge.dispute.closed", intent, dispute });
  }

  #withdraw(intent: TrueIntent, dispute: TrueDispute) {
    dispute.status = "needs_response";
    this.#move(intent, dispute, -dispute.amount, 1_500);
  }

  #move(intent: TrueIntent, dispute: TrueDispute, amount: number, fee: number) {
    const id = this.name("txn");
    dispute.rows.push({ id, amount, fee });
    this.list(intent, id);
  }

  /** A slow bank announces its decision. */
  endProcessing(intent: TrueIntent) {
    if (intent.status !== "processing") return;
    const { session } = intent;
    const paid =
      intent.card === "slow" ? this.take(intent) : this.decline(intent, "payment_method_provider_decline");
    if (!session) return;
    const how = paid === "paid" ? "succeeded" : "failed";
    this.hooks.tell({ type: `checkout.session.async_payment_${how}`, session });
  }

  /** The current money of every session and every intent. */
  money(): TrueMoney[] {
    const at = this.hooks.now();
    return [
      ...[...this.sessions.values()].map((session) => moneyOf(session, session.intent, at)),
      ...[...this.intents.values()]
        .filter((intent) => intent.session === null)
        .map((intent) => moneyOf(null, intent, at)),
    ];
  }
}

const cards: Card[] = ["approves", "declines", "asks", "asks_and_declines"];

const cardOf = (paymentMethod: string | undefined) =>
  cards.find((name) => paymentMethod === `pm_card_${name}`);

const billOf = ({ orderId, amount, currency }: SurfaceRequest): Bill => ({ orderId, amount, currency });

const no = (fault: Fault) => ({ is: "refused", fault }) as const;

const unexpected = ({ status }: TrueIntent, wish: string) =>
  refused(`You cannot ${wish} this PaymentIntent because it has a status of ${status}.`, {
    code: "payment_intent_unexpected_state",
  });
