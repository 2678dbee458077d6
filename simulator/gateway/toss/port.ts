import { minutes } from "@/lib/clock";
import type { Answer, Gateway, Named, News, Snapshot } from "@/lib/gateways/gateway";
import type { Dice } from "../../dice";
import { type Memory, Network, type Write } from "../network";
import type { TossTruth } from "./truth";

type Place = ConstructorParameters<typeof Network>[0];

/** Toss as our server sees it. */
export class TossPort extends Network implements Gateway {
  readonly windowMs = minutes(40);
  readonly keyLifeMs = 14 * 24 * minutes(60);
  readonly confirmMeans = "authorize" as const;
  readonly severalWindows = true;
  readonly refundsKeepKey = false;
  readonly tellsFees = false;
  readonly signsNews = false;
  readonly refundsComeBack = false;
  readonly #dice: Dice;

  constructor(
    private readonly truth: TossTruth,
    place: Place,
  ) {
    super(place, new TossMemory(place.dice.fork("memory")), {
      broken: "FAILED_INTERNAL_SYSTEM_PROCESSING",
      setup: "UNAUTHORIZED_KEY",
    });
    this.#dice = place.dice.fork("danger");
  }

  open: Gateway["open"] = (_pair, key, request) => {
    if (request.what !== "account") throw new Error("Toss has no payment pages.");
    return this.ask({ name: "issue", key, request, act: (isLate) => this.truth.issue(request, isLate) });
  };

  confirm: Gateway["confirm"] = (_pair, key, request) =>
    this.ask({
      name: "confirm",
      key,
      request,
      act: (isLate) => this.truth.confirm(request, isLate),
      choose: () => (this.#isDangerous(request.paymentKey) ? "very_slow_way" : this.fate()),
    });

  close: Gateway["close"] = (_pair, key, request) =>
    this.ask({
      name: "close",
      key: `${request.paymentKey} ${key}`,
      request,
      act: () => {
        const answer = this.truth.close(request);
        if (answer.is === "unknown" && answer.code === "INVALID_REFUND_ACCOUNT_INFO")
          this.note("close found a deposit");
        return answer;
      },
    });

  capture: Gateway["capture"] = () => {
    throw new Error("Toss captures what it authorizes by itself.");
  };

  acquire: Gateway["acquire"] = () => {
    throw new Error("The simulated shop's card payments are acquired by themselves.");
  };

  issueReceipt: Gateway["issueReceipt"] = () => {
    throw new Error("Nobody asks the simulated shop for a cash receipt.");
  };

  cancelReceipt: Gateway["cancelReceipt"] = () => {
    throw new Error("Nobody asks the simulated shop for a cash receipt.");
  };

  refund: Gateway["refund"] = (_pair, key, request) =>
    this.ask({
      name: "refund",
      key: `${request.paymentKey} ${key}`,
      request,
      act: () => this.truth.refund(request),
    });

  look: Gateway["look"] = (_pair, named) => this.question(() => this.#find(named));

  #find = ({ paymentKey, orderId }: Named): Snapshot | undefined => this.truth.find(paymentKey, orderId);

  /** Nothing is paid out within a simulated week. */
  settlement: Gateway["settlement"] = async () => ({ is: "seen", rows: [], payouts: [], next: null });

  changes: Gateway["changes"] = (_pair, span, cursor) =>
    this.list(span, cursor, () =>
      [...this.truth.payments.values()].flatMap(({ paymentKey, orderId, rows }) =>
        rows.map((row) => ({ ...row, about: { paymentKey, orderId, sessionKey: null } })),
      ),
    );

  refusal = () => null;

  news(body: string, headers: Headers): News {
    const deliveryId = headers.get("delivery-id");
    try {
      const event = JSON.parse(body) as Record<string, string | undefined>;
      const { paymentKey = null, orderId = null, secret = null } = event;
      const about = paymentKey || orderId ? { paymentKey, orderId, sessionKey: null } : null;
      return { deliveryId, about, secret, keepable: () => body };
    } catch {
      return { deliveryId, about: null, secret: null, keepable: () => body };
    }
  }

  /** A confirm sent before the shopper has authenticated is dangerous if it arrives afterward. */
  #isDangerous = (paymentKey: string) =>
    this.faultRate > 0 && this.truth.payments.get(paymentKey)?.status === "ready" && this.#dice.chance(0.7);
}

/** Toss scopes a key to the path it was sent to, and does not compare the request. */
class TossMemory implements Memory {
  readonly #answers = new Map<string, Answer | "running">();

  constructor(private readonly dice: Dice) {}

  begin(write: Write): Answer | undefined {
    const known = this.#answers.get(scopeOf(write));
    if (known === "running")
      return { is: "unknown", why: "in_progress", code: "IDEMPOTENT_REQUEST_PROCESSING" };
    if (!known) this.#answers.set(scopeOf(write), "running");
    return known;
  }

  end(write: Write, said: Answer, truth: Answer | undefined) {
    // It is unknown whether a server that failed remembers its error; here it sometimes does.
    if (said === truth || this.dice.chance(0.5)) this.#answers.set(scopeOf(write), said);
    else if (truth) this.#answers.set(scopeOf(write), truth);
    else this.#answers.delete(scopeOf(write));
  }
}

const scopeOf = ({ name, key }: Write) => `${name} ${key}`;
