import { minutes, seconds } from "@/lib/clock";
import type { Answer, Gateway, Look, News, Snapshot, Unknown } from "@/lib/gateways/gateway";
import type { Dice } from "../dice";
import type { Process, Scheduler } from "../scheduler";
import type { Truth } from "./truth";

/** How long our adapter waits for an answer, in milliseconds. */
const patienceMs = seconds(30);

/** What can become of a write on its way to the gateway and back. */
const fates = {
  fine: {},
  /** It never arrives. */
  lost: { arrivesAfter: [Number.POSITIVE_INFINITY, 0], breaks: true },
  swallowed: { arrivesAfter: [Number.POSITIVE_INFINITY, 0] },
  /** It is acted upon, and the answer is lost. */
  unheard: { says: "nothing" },
  broken: { says: "nothing", breaks: true },
  /** It is acted upon when nobody listens any more. */
  slow_way: { arrivesAfter: [seconds(31), minutes(2)] },
  very_slow_way: { arrivesAfter: [minutes(2), minutes(9)] },
  slow_work: { worksFor: [seconds(31), minutes(3)] },
  error_instead: { acts: false, says: "error" },
  error_after: { says: "error" },
  malformed: { says: "malformed" },
  other_amount: { says: "other_amount" },
  refused_keys: { acts: false, says: "setup" },
  /** The network delivers it twice. */
  twice: { twice: true },
} as const satisfies Record<string, Fate>;

type FateName = keyof typeof fates;

type Fate = {
  arrivesAfter?: readonly [number, number];
  worksFor?: readonly [number, number];
  acts?: false;
  says?: "nothing" | "error" | "malformed" | "other_amount" | "setup";
  /** The connection breaks, and the sender knows at once that it did. */
  breaks?: true;
  twice?: true;
};

const lookFates = ["fine", "unreachable", "timeout", "error", "malformed"] as const;

/** The gateway as our server meets it: the truth, behind a network and servers that fail as the seed says. */
export class Network implements Gateway {
  readonly windowMs = minutes(40);
  readonly keyLifeMs = 14 * 24 * minutes(60);
  /** Until when nobody reaches the gateway, in milliseconds of the clock. */
  awayUntil = 0;
  /** What becomes of a write that meets a fault, and how often it meets one. */
  faultRate = 0;
  /** The fault this network has most: some trouble needs the same one twice. */
  readonly #usual: FateName;
  readonly #answers = new Map<string, Answer | "running">();

  constructor(
    private readonly truth: Truth,
    private readonly scheduler: Scheduler,
    private readonly home: Process,
    private readonly dice: Dice,
    private readonly note: (what: string) => void,
  ) {
    this.#usual = this.#anyFate();
  }

  confirm: Gateway["confirm"] = (_pair, key, request) =>
    this.ask(
      "confirm",
      `confirm ${key}`,
      (isLate) => this.truth.confirm(request, isLate),
      () => (this.#isDangerous(request.paymentKey) ? "very_slow_way" : this.#fate()),
    );

  issue: Gateway["issue"] = (_pair, key, request) =>
    this.ask("issue", `issue ${key}`, (isLate) => this.truth.issue(request, isLate));

  close: Gateway["close"] = (_pair, key, request) =>
    this.ask("close", `close ${request.paymentKey} ${key}`, () => {
      const answer = this.truth.close(request);
      if (answer.is === "unknown" && answer.code === "INVALID_REFUND_ACCOUNT_INFO")
        this.note("close found a deposit");
      return answer;
    });

  refund: Gateway["refund"] = (_pair, key, request) =>
    this.ask("refund", `refund ${request.paymentKey} ${key}`, () => this.truth.refund(request));

  async look(_pair: string, { paymentKey, orderId }: { paymentKey: string | null; orderId?: string }) {
    await this.scheduler.turn("look");
    const fate = this.dice.chance(this.faultRate / 3) ? this.dice.pick(lookFates) : "fine";
    if (this.#isAway() || fate === "unreachable") return unknown("unreachable");
    await this.scheduler.sleep(fate === "timeout" ? patienceMs : this.dice.between(10, 300));
    const found = this.truth.find(paymentKey, orderId);
    await this.scheduler.sleep(this.dice.between(10, 300));
    if (fate !== "fine") return unknown(fate);
    return (found ? { is: "seen", snapshot: found } : { is: "absent" }) satisfies Look;
  }

  news(body: string, headers: Headers): News {
    const deliveryId = headers.get("delivery-id");
    try {
      const event = JSON.parse(body) as Record<string, string | undefined>;
      const { paymentKey = null, orderId = null, secret = null } = event;
      return { deliveryId, about: paymentKey || orderId ? { paymentKey, orderId } : null, secret };
    } catch {
      return { deliveryId, about: null, secret: null };
    }
  }

  /** One write, there and back, with whatever becomes of it on the way. */
  async ask(
    name: string,
    scope: string,
    act: (isLate: boolean) => Answer,
    choose: () => FateName = () => this.#fate(),
  ): Promise<Answer> {
    await this.scheduler.turn("ask");
    const fate = choose();
    this.note(`${name} ${this.#isAway() ? "while away" : fate}`);
    const chosen: Fate = this.#isAway() ? fates.lost : fates[fate];
    const heard = new AbortController();
    const caller = this.scheduler.caller();
    const isLate = () => heard.signal.aborted || caller?.alive === false;
    let answer: Answer | undefined;
    const deliver = async () => {
      const reply = await this.#serve(name, scope, chosen, act, isLate);
      if (chosen.breaks) answer = unknown("unreachable");
      else if (chosen.says !== "nothing") answer = reply;
      if (answer) heard.abort();
    };
    const send = () => void this.scheduler.spawn(this.home, name, deliver);
    send();
    if (chosen.twice) send();
    await this.scheduler.sleep(patienceMs, heard.signal);
    const given = answer ?? unknown("timeout");
    // From now on whoever acts acts late.
    heard.abort();
    await this.scheduler.turn("hear");
    return given;
  }

  /** One delivery of a request. The gateway remembers what it answered to a key and never acts on it twice. */
  async #serve(
    name: string,
    scope: string,
    fate: Fate,
    act: (isLate: boolean) => Answer,
    isLate: () => boolean,
  ): Promise<Answer> {
    const { arrivesAfter = [10, 400], worksFor = [20, 900] } = fate;
    if (!Number.isFinite(arrivesAfter[0])) return unknown("unreachable");
    await this.scheduler.sleep(this.dice.between(...arrivesAfter));
    const known = this.#answers.get(scope);
    if (known === "running")
      return { is: "unknown", why: "in_progress", code: "IDEMPOTENT_REQUEST_PROCESSING" };
    if (known) {
      this.note(`${name} replayed`);
      return known;
    }
    this.#answers.set(scope, "running");
    await this.scheduler.sleep(this.dice.between(...worksFor));
    const truth = fate.acts === false ? undefined : act(isLate());
    const reply = this.#said(fate, truth);
    // Whether a server that broke remembers that it did is not known; here sometimes it does.
    if (reply === truth || this.dice.chance(0.5)) this.#answers.set(scope, reply);
    else if (truth) this.#answers.set(scope, truth);
    else this.#answers.delete(scope);
    return reply;
  }

  #said({ says }: Fate, truth: Answer | undefined): Answer {
    switch (says) {
      case "error":
        return error("FAILED_INTERNAL_SYSTEM_PROCESSING");
      case "setup":
        return { is: "unknown", why: "setup", code: "UNAUTHORIZED_KEY" };
      case "malformed":
        return unknown("malformed");
      case "other_amount":
        return truth?.is === "seen" ? withAmount(truth.snapshot, 1) : (truth ?? unknownPayment);
      default:
        return truth ?? unknownPayment;
    }
  }

  #fate(): FateName {
    if (!this.dice.chance(this.faultRate)) return "fine";
    return this.dice.chance(0.5) ? this.#usual : this.#anyFate();
  }

  /** A confirm that comes before the shopper has authenticated is dangerous when it arrives after that. */
  #isDangerous = (paymentKey: string) =>
    this.faultRate > 0 && this.truth.payments.get(paymentKey)?.status === "ready" && this.dice.chance(0.7);

  #anyFate = () => this.dice.pick(Object.keys(fates) as FateName[]) ?? "fine";

  #isAway() {
    return this.scheduler.now().getTime() < this.awayUntil;
  }
}

const unknown = (why: Unknown["why"]): Unknown => ({ is: "unknown", why, code: null });
const error = (code: string): Unknown => ({ is: "unknown", why: "error", code });
const unknownPayment = error("UNKNOWN_PAYMENT_ERROR");

const withAmount = (snapshot: Snapshot, amount: number): Answer => ({
  is: "seen",
  snapshot: { ...snapshot, amount, captured: Math.min(snapshot.captured, amount) },
});
