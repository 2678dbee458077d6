import type { Answer, Gateway, Named, Snapshot } from "@/lib/gateways/gateway";
import { stripe } from "@/lib/gateways/stripe";
import { answerOfError } from "@/lib/gateways/stripe/answer";
import type { Verb } from "@/lib/gateways/stripe/codes";
import {
  type Beside,
  Intent,
  Session,
  StripeDispute,
  snapshotOfIntent,
  snapshotOfSession,
} from "@/lib/gateways/stripe/wire";
import type { Dice } from "../../dice";
import { Network } from "../network";
import { thrown } from "./fault";
import { StripeMemory } from "./memory";
import type { TrueIntent, TrueSession } from "./payment";
import { printDispute, printIntent, printSession } from "./print";
import type { Reply, StripeTruth } from "./truth";

type Place = ConstructorParameters<typeof Network>[0];

/** Stripe as our server meets it. What it answers is read, and its letters are judged, by the real adapter. */
export class StripePort extends Network implements Gateway {
  readonly windowMs = stripe.windowMs;
  readonly keyLifeMs = stripe.keyLifeMs;
  readonly takesUnasked = stripe.takesUnasked;
  readonly severalWindows = stripe.severalWindows;
  readonly refundsKeepKey = stripe.refundsKeepKey;
  readonly tellsFees = stripe.tellsFees;
  readonly signsNews = stripe.signsNews;
  readonly refundsComeBack = stripe.refundsComeBack;
  readonly refusal = stripe.refusal;
  readonly news = stripe.news;

  readonly #dice: Dice;

  constructor(
    private readonly truth: StripeTruth,
    place: Place,
  ) {
    super(place, new StripeMemory(place.scheduler.trueNow), { broken: null, setup: null });
    this.#dice = place.dice.fork("danger");
  }

  open: Gateway["open"] = (_pair, key, request) => {
    if (request.what === "account") throw new Error("Stripe issues no virtual accounts.");
    const act = () =>
      request.what === "page"
        ? seenOr(this.truth.openSession(request), ofSession, "open")
        : seenOr(this.truth.openIntent(request), ofIntent, "open");
    return this.ask({ name: `open ${request.what}`, key, request, act });
  };

  confirm: Gateway["confirm"] = (_pair, key, request) => {
    const act = (isLate: boolean) => seenOr(this.truth.charge(request, isLate), ofIntent, "confirm");
    return this.ask({ name: "charge", key, request, act });
  };

  close: Gateway["close"] = (_pair, key, request) => {
    const act = () =>
      request.sessionKey
        ? seenOr(this.truth.expire(request), ofSession, "close")
        : seenOr(this.truth.cancel(request), ofIntent, "close");
    return this.ask({
      name: request.sessionKey ? "expire page" : "cancel intent",
      key,
      request,
      act: () => {
        const answer = act();
        if (answer.is !== "seen" && this.#isPaid(request)) this.note("close found it paid");
        return answer;
      },
    });
  };

  refund: Gateway["refund"] = async (_pair, key, request) => {
    const { paymentKey } = request;
    const find = () => this.#find({ paymentKey, sessionKey: null });
    const act = (): Answer => {
      const reply = this.truth.refund(request);
      if (reply.is === "refused") return answerOfError(thrown(reply.fault), "refund");
      const snapshot = find();
      return snapshot ? { is: "seen", snapshot } : { is: "unknown", why: "malformed", code: null };
    };
    // The guard is Toss's; Stripe is not sent it.
    const { refundableAmount, ...sent } = request;
    // One that arrives when it was asked again already is the dangerous one.
    const choose = () => (this.faultRate > 0 && this.#dice.chance(0.3) ? "very_slow_way" : this.fate());
    const answer = await this.ask({ name: "give", key, request: sent, act, choose });
    if (answer.is !== "seen") return answer;
    // A refund itself tells little: what became of the payment is asked in a request of its own.
    const look = await this.question(find);
    return look.is === "absent" ? { is: "unknown", why: "no_such_payment", code: null } : look;
  };

  look: Gateway["look"] = (_pair, named) => this.question(() => this.#find(named));

  /** All that ever happened, whatever the span: each refund and each state of a dispute has a name of its own. */
  changes: Gateway["changes"] = async () => ({
    is: "seen",
    changes: [...this.truth.intents.values()].flatMap((intent) => {
      const about = { paymentKey: intent.id, sessionKey: intent.session?.id ?? null, orderId: null };
      const at = intent.approvedAt ?? new Date(0);
      const names = [
        ...(intent.charge ? [intent.charge] : []),
        ...intent.refunds.map(({ id }) => id),
        ...(intent.dispute ? [`${intent.dispute.id}#${intent.dispute.status}`] : []),
      ];
      return names.map((transaction) => ({ transaction, about, at }));
    }),
    next: null,
  });

  #find({ sessionKey, paymentKey }: Pick<Named, "sessionKey" | "paymentKey">): Snapshot | undefined {
    const session = this.truth.sessions.get(sessionKey ?? "");
    if (sessionKey) return session && ofSession(session);
    const intent = this.truth.intents.get(paymentKey ?? "");
    return intent && ofIntent(intent);
  }

  #isPaid({ sessionKey = "", paymentKey }: Parameters<Gateway["close"]>[2]) {
    const intent = this.truth.sessions.get(sessionKey)?.intent ?? this.truth.intents.get(paymentKey);
    return intent?.status === "succeeded" || intent?.status === "processing";
  }
}

const ofSession = (session: TrueSession) =>
  snapshotOfSession(Session.parse(printSession(session)), besideOf(session.intent));
const ofIntent = (intent: TrueIntent) =>
  snapshotOfIntent(Intent.parse(printIntent(intent)), besideOf(intent));

const besideOf = (intent: TrueIntent | null): Beside =>
  intent?.dispute ? { disputes: [StripeDispute.parse(printDispute(intent, intent.dispute))] } : {};

const seenOr = <Object>(reply: Reply<Object>, read: (object: Object) => Snapshot, verb: Verb): Answer =>
  reply.is === "done"
    ? { is: "seen", snapshot: read(reply.object) }
    : answerOfError(thrown(reply.fault), verb);
