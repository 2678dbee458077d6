import type { Order } from "@/db/schema";
import type { TurnPoint } from "@/db/unit";
import { useClock } from "@/lib/clock";
import { useGateways } from "@/lib/gateways";
import { log } from "@/lib/log";
import { forgetNewsLooks } from "@/lib/payments/worker/inbox";
import { Problem } from "@/lib/problem";
import { forgetShop } from "@/lib/shop/shop";
import { Dice } from "./dice";
import type { TrueMoney } from "./gateway/money";
import { handleRefund, takeDays } from "./gateway/stripe/bank";
import { type AccountName, useAccount } from "./gateway/stripe/keys";
import { tellOfEvent } from "./gateway/stripe/news";
import { StripePort } from "./gateway/stripe/port";
import { StripeTruth } from "./gateway/stripe/truth";
import { payBack, serveAccount } from "./gateway/toss/bank";
import { tellOfPayment } from "./gateway/toss/news";
import { TossPort } from "./gateway/toss/port";
import { TossTruth } from "./gateway/toss/truth";
import { Crash, Process, Scheduler } from "./scheduler";
import { Disconnected, Server, slowestStartMs } from "./server";
import { Told } from "./told";

type Wish = {
  seed: string;
  startsAt: Date;
  points: ReadonlySet<TurnPoint>;
  quiet(): Promise<void>;
};

const scope = globalThis as typeof globalThis & { twotrackTurn?: (point: TurnPoint) => Promise<void> };

// Here Stripe accounts accept won too, so that both gateways can be used for one order.
process.env.STRIPE_CURRENCIES = "USD,KRW";

// Shipping an order captures what is held for it.
process.env.CAPTURE_ON_SHIPMENT = "on";

// Low limits, so that most orders cost more than staff may refund alone.
process.env.SUPPORT_REFUND_LIMIT = "KRW 9000, USD 700";
process.env.REFUND_APPROVAL_ABOVE = "KRW 12000, USD 900";

/** A gateway: its process, its true state, and the port our servers call. */
type Side<Truth, Port> = { home: Process; truth: Truth; port: Port };

/** Two servers, two gateways and the people of one simulation, with everything they share. */
export class World {
  readonly dice: Dice;
  readonly scheduler: Scheduler;
  /** Shoppers, staff and the machines that servers run on: our crashes do not end them. */
  readonly outside = new Process("outside", false);
  readonly toss: Side<TossTruth, TossPort>;
  readonly stripe: Side<StripeTruth, StripePort>;
  readonly servers: Server[] = [];
  readonly told: Told;
  /** Every order whose creation was confirmed to its shopper. */
  readonly orders: Order[] = [];
  readonly faults: string[] = [];
  /** How often each noted thing happened. */
  readonly notes = new Map<string, number>();
  /** Decided once per simulation: some run quietly, in some nearly everything breaks. */
  readonly faultRate: number;
  /** Decided once per simulation: in a busy world, people hardly pause. */
  readonly isBusy: boolean;
  /** The share of losable webhooks that get lost. */
  readonly lossRate: number;
  /** How many events Stripe has sent. */
  events = 0;
  /** The ids of the needs that raised an alarm. */
  readonly alarms = new Set<string>();

  constructor({ seed, startsAt, points, quiet }: Wish) {
    this.dice = new Dice(seed);
    this.scheduler = new Scheduler({
      dice: this.dice.fork("turns"),
      startsAt,
      points,
      quiet,
      haste: this.dice.pick([0, 0.01, 0.1]),
    });
    const { dice } = this;
    this.faultRate = dice.pick([0, 0.3, 0.6, 0.9]);
    this.lossRate = dice.pick([0, 0.1, 0.6]);
    this.isBusy = dice.chance(0.5);
    this.toss = this.#openToss();
    this.stripe = this.#openStripe();
    for (const { port } of [this.toss, this.stripe]) port.faultRate = this.faultRate;
    this.told = new Told(this.moneyOf, this.faults);
  }

  #openToss() {
    const home = new Process("toss", false);
    const { scheduler } = this;
    const truth = new TossTruth(this.dice.fork("truth"), {
      now: scheduler.trueNow,
      tell: (payment) => tellOfPayment(this, payment),
      opened: (payment) => void scheduler.spawn(home, "bank", () => serveAccount(this, payment)),
      gives: (payment, cancel) => void scheduler.spawn(home, "bank", () => payBack(this, payment, cancel)),
      after: this.#after(home),
    });
    return { home, truth, port: new TossPort(truth, this.#placeOf(home)) };
  }

  #openStripe() {
    const home = new Process("stripe", false);
    const { scheduler } = this;
    const truth = new StripeTruth(this.dice.fork("stripe"), {
      now: scheduler.trueNow,
      tell: (told) => tellOfEvent(this, told),
      waits: (intent) => void scheduler.spawn(home, "bank", () => takeDays(this, intent)),
      note: (what) => this.note(what),
      gives: (intent, refund) => void scheduler.spawn(home, "bank", () => handleRefund(this, intent, refund)),
      after: this.#after(home),
    });
    return { home, truth, port: new StripePort(truth, this.#placeOf(home)) };
  }

  #after = (home: Process) => (ms: number, work: () => void) =>
    void this.scheduler.spawn(home, "later", () => this.scheduler.sleep(ms).then(work));

  #placeOf(home: Process) {
    const { scheduler, dice, note } = this;
    return { scheduler, home, dice: dice.fork(`network of ${home.name}`), note };
  }

  /** The gateways' true state of everybody's money. */
  money = (): TrueMoney[] => [...this.toss.truth.money(), ...this.stripe.truth.money()];

  /** The same for one order; the names of its attempts begin with its number. */
  moneyOf = (orderNumber: string): TrueMoney[] =>
    this.money().filter(({ orderId }) => orderId.startsWith(`${orderNumber}-`));

  /**
   * Replaces the real clock, gateways and turns with this world's, and starts the servers. The returned function ends
   * the world: it stops the servers and restores the real ones.
   */
  begin() {
    useClock(this.scheduler);
    useAccount("first");
    forgetNewsLooks();
    forgetShop();
    useGateways({ toss: this.toss.port, stripe: this.stripe.port });
    scope.twotrackTurn = this.scheduler.storeTurn;
    const heard = { error: log.error, warn: log.warn };
    log.error = (...[detail, message]: unknown[]) => this.#hear(detail, message);
    log.warn = (...[detail, message]: unknown[]) => this.#hear(detail, message);
    for (const name of ["shop-1", "shop-2"])
      this.servers.push(new Server(name, this.scheduler, this.dice.fork(name), this.outside));
    return () => {
      for (const server of this.servers) server.stop();
      useAccount("first");
      useClock();
      useGateways();
      delete scope.twotrackTurn;
      Object.assign(log, heard);
    };
  }

  /** The true time, which gateways sign with. */
  now = () => this.scheduler.trueNow();

  note = (what: string) => {
    this.notes.set(what, (this.notes.get(what) ?? 0) + 1);
    this.scheduler.onStep(`      ${what}`);
  };

  /** Someone outside acts in their own time; an error there is a fault. */
  async live(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await this.scheduler.spawn(this.outside, name, work);
    } catch (error) {
      this.faults.push(`${name} broke off: ${error instanceof Error ? error.stack : error}`);
    }
  }

  /**
   * Calls any of the servers and, like people do, retries up to `presses` times if the connection broke. Undefined if
   * nobody answered or the shop refused; any other error would be a 500, and is a fault.
   */
  async ask<T>(name: string, work: () => Promise<T>, presses = 1): Promise<T | undefined> {
    for (let left = presses; left > 0; left -= 1)
      try {
        return await this.dice.pick(this.servers)?.handle(name, work);
      } catch (error) {
        if (error instanceof Disconnected) {
          this.note(`${name}: disconnected`);
          await this.scheduler.sleep(this.dice.between(100, 10_000));
          continue;
        }
        if (error instanceof Problem && error.code !== "internal_error") this.note(`${name}: ${error.code}`);
        else this.faults.push(`${name} broke off: ${error instanceof Error ? error.stack : error}`);
        return undefined;
      }
    return undefined;
  }

  /** Restarts the shop with this Stripe account's keys. */
  async exchangeKeys(account: AccountName) {
    if (!useAccount(account)) return;
    for (const server of this.servers) server.stop();
    await this.scheduler.sleep(slowestStartMs);
  }

  /** Two requests under one key must get the same object. */
  made(what: string, answers: ({ id: string } | undefined)[]) {
    const ids = new Set(answers.flatMap((made) => (made ? [made.id] : [])));
    if (ids.size > 1) this.faults.push(`one key made ${ids.size} of ${what}: ${[...ids].join(", ")}`);
    if (answers.length > 1 && ids.size === 1) this.note(`one key, one ${what}`);
  }

  /** Pauses between a moment and half an hour, mostly short, and nearly always short in a busy world. */
  dawdle(dice: Dice): Promise<void> {
    const longest = { briefly: 3_000, a_while: 60_000, long: 8 * 60_000, very_long: 35 * 60_000 } as const;
    const pace = dice.weigh(
      this.isBusy ? { briefly: 10, a_while: 1 } : { briefly: 8, a_while: 4, long: 2, very_long: 1 },
    );
    return this.scheduler.sleep(dice.between(10, longest[pace]));
  }

  #hear(detail: unknown, message: unknown) {
    const { err, alarm, need } = (detail ?? {}) as { err?: unknown; alarm?: boolean; need?: string };
    if (alarm && need) this.alarms.add(need);
    if (!err || err instanceof Crash) return;
    this.faults.push(`${message}: ${err instanceof Error ? err.stack : err}`);
  }
}
