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
import { missing, thrown } from "./fault";
import { accountNow } from "./keys";
import { StripeMemory } from "./memory";
import type { TrueIntent, TrueSession } from "./payment";
import { printDispute, printIntent, printSession } from "./print";
import type { Reply, StripeTruth } from "./truth";

type Place = ConstructorParameters<typeof Network>[0];

/** Stripe as our server sees it. The real adapter parses its answers and verifies its webhooks. */
export class StripePort extends Network implements Gateway {
  readonly windowMs = stripe.windowMs;
  readonly keyLifeMs = stripe.keyLifeMs;
  readonly confirmMeans = stripe.confirmMeans;
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
    const account = accountNow();
    const act = () =>
      request.what === "page"
        ? seenOr(this.truth.openSession(account, request), ofSession, "open")
        : seenOr(this.truth.openIntent(account, request), ofIntent, "open");
    return this.ask({ name: `open ${request.what}`, key: `${account} ${key}`, request, act });
  };

  confirm: Gateway["confirm"] = (_pair, key, request) => {
    const account = accountNow();
    const act = (isLate: boolean) =>
      seenOr(this.#foreign(request, account) ?? this.truth.charge(request, isLate), ofIntent, "confirm");
    return this.ask({ name: "charge", key: `${account} ${key}`, request, act });
  };

  close: Gateway["close"] = (_pair, key, request) => {
    const account = accountNow();
    const act = () =>
      request.sessionKey
        ? seenOr(this.#foreign(request, account) ?? this.truth.expire(request), ofSession, "close")
        : seenOr(this.#foreign(request, account) ?? this.truth.cancel(request), ofIntent, "close");
    return this.ask({
      name: request.sessionKey ? "expire page" : "cancel intent",
      key: `${account} ${key}`,
      request,
      act: () => {
        const answer = act();
        if (answer.is !== "seen" && this.#isPaid(request)) this.note("close found it paid");
        return answer;
      },
    });
  };

  capture: Gateway["capture"] = (_pair, key, request) => {
    const account = accountNow();
    const act = () =>
      seenOr(this.#foreign(request, account) ?? this.truth.capture(request), ofIntent, "capture");
    return this.ask({ name: "capture", key: `${account} ${key}`, request, act });
  };

  acquire: Gateway["acquire"] = () => {
    throw new Error("Stripe leaves no acquisition to the shop.");
  };

  issueReceipt: Gateway["issueReceipt"] = () => {
    throw new Error("Stripe issues no cash receipts.");
  };

  cancelReceipt: Gateway["cancelReceipt"] = () => {
    throw new Error("Stripe issues no cash receipts.");
  };

  refund: Gateway["refund"] = async (_pair, key, request) => {
    const account = accountNow();
    const { paymentKey } = request;
    const find = () => this.#find({ paymentKey, sessionKey: null }, account);
    const act = (): Answer => {
      const reply = this.#foreign(request, account) ?? this.truth.refund(request);
      if (reply.is === "refused") return answerOfError(thrown(reply.fault), "refund");
      const snapshot = find();
      return snapshot ? { is: "seen", snapshot } : { is: "unknown", why: "malformed", code: null };
    };
    // The guard is Toss-specific; it is not sent to Stripe.
    const { refundableAmount, ...sent } = request;
    // The dangerous refund request is one that arrives after its retry was sent.
    const choose = () => (this.faultRate > 0 && this.#dice.chance(0.2) ? "very_slow_way" : this.fate());
    const answer = await this.ask({ name: "give", key: `${account} ${key}`, request: sent, act, choose });
    if (answer.is !== "seen") return answer;
    // The refund object says little, so the payment itself is read in a separate request.
    const look = await this.question(find);
    return look.is === "absent" ? { is: "unknown", why: "no_such_payment", code: null } : look;
  };

  look: Gateway["look"] = (_pair, named) => {
    const account = accountNow();
    return this.question(() => this.#find(named, account));
  };

  /** Nothing is paid out within a simulated week. */
  settlement: Gateway["settlement"] = async () => ({ is: "seen", rows: [], payouts: [], next: null });

  changes: Gateway["changes"] = (_pair, span, cursor) => {
    const own = accountNow();
    return this.list(span, cursor, () =>
      [...this.truth.intents.values()]
        .filter(({ account }) => account === own)
        .flatMap(({ id, session, rows }) =>
          rows.map((row) => ({
            ...row,
            about: { paymentKey: id, sessionKey: session?.id ?? null, orderId: null },
          })),
        ),
    );
  };

  /** The answer to another account's keys: no such object. */
  #foreign(
    { sessionKey, paymentKey }: { sessionKey?: string | undefined; paymentKey: string },
    account: string,
  ) {
    const named = sessionKey ? this.truth.sessions.get(sessionKey) : this.truth.intents.get(paymentKey);
    if (!named || named.account === account) return undefined;
    return { is: "refused", fault: missing(sessionKey ? "checkout.session" : "payment_intent") } as const;
  }

  #find(
    { sessionKey, paymentKey }: Pick<Named, "sessionKey" | "paymentKey">,
    account: string,
  ): Snapshot | undefined {
    const session = this.truth.sessions.get(sessionKey ?? "");
    if (sessionKey) return session?.account === account ? ofSession(session) : undefined;
    const intent = this.truth.intents.get(paymentKey ?? "");
    return intent?.account === account ? ofIntent(intent) : undefined;
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
