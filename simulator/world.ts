import type { Order } from "@/db/schema";
import type { TurnPoint } from "@/db/unit";
import { useClock } from "@/lib/clock";
import { useGateways } from "@/lib/gateways";
import { log } from "@/lib/log";
import { forgetNewsLooks } from "@/lib/payments/worker/inbox";
import { Problem } from "@/lib/problem";
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

// Here a Stripe account takes won too, so that both gateways may be asked for one order.
process.env.STRIPE_CURRENCIES = "USD,KRW";

// And nobody gives back much of an order alone: most orders cost more.
process.env.SUPPORT_REFUND_LIMIT = "KRW 9000, USD 700";
process.env.REFUND_APPROVAL_ABOVE = "KRW 12000, USD 900";

/** A gateway: what lives in it, what is so, and how our servers meet it. */
type Side<Truth, Port> = { home: Process; truth: Truth; port: Port };

/** Two servers, two gateways, and the people of one simulation, with all that they may share. */
export class World {
  readonly dice: Dice;
  readonly scheduler: Scheduler;
  /** Shoppers, staff and the machines that servers run on: what no crash of ours ends. */
  readonly outside = new Process("outside", false);
  readonly toss: Side<TossTruth, TossPort>;
  readonly stripe: Side<StripeTruth, StripePort>;
  readonly servers: Server[] = [];
  readonly told: Told;
  /** Every order that was made and whose maker was told so. */
  readonly orders: Order[] = [];
  readonly faults: string[] = [];
  /** How often each thing worth telling happened. */
  readonly notes = new Map<string, number>();
  /** Decided once a simulation: some run quietly, in some nearly everything breaks. */
  readonly faultRate: number;
  /** Decided once a simulation: whether people take their time. */
  readonly isBusy: boolean;
  /** How many of the webhooks that may be lost are. */
  readonly lossRate: number;
  /** How many events Stripe told of. */
  events = 0;
  /** The ids of what somebody was asked to look at. */
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

  /** What the gateways have of everybody's money. */
  money = (): TrueMoney[] => [...this.toss.truth.money(), ...this.stripe.truth.money()];

  /** The same of one order, whose number the names of its attempts begin with. */
  moneyOf = (orderNumber: string): TrueMoney[] =>
    this.money().filter(({ orderId }) => orderId.startsWith(`${orderNumber}-`));

  /**
   * Puts this world's clock, gateways and turns in the place of the real ones, and starts the servers. What it
   * answers with ends the world: the servers stop, and the real ones are back.
   */
  begin() {
    useClock(this.scheduler);
    useAccount("first");
    forgetNewsLooks();
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

  /** The true time, by which gateways sign. */
  now = () => this.scheduler.trueNow();

  note = (what: string) => {
    this.notes.set(what, (this.notes.get(what) ?? 0) + 1);
    this.scheduler.onStep(`      ${what}`);
  };

  /** Somebody outside does something in their own time; what breaks there is a fault. */
  async live(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await this.scheduler.spawn(this.outside, name, work);
    } catch (error) {
      this.faults.push(`${name} broke off: ${error instanceof Error ? error.stack : error}`);
    }
  }

  /**
   * Asks any of the servers, and again when the connection broke, as people do, so many times. Undefined
   * when nobody answered, or when the shop refused; whatever else is thrown would be a 500, and a fault.
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

  /** The shop is started again, with the keys of this account at Stripe. */
  async exchangeKeys(account: AccountName) {
    if (!useAccount(account)) return;
    for (const server of this.servers) server.stop();
    await this.scheduler.sleep(slowestStartMs);
  }

  /** Whoever sends one request twice under one key is answered with one thing. */
  made(what: string, answers: ({ id: string } | undefined)[]) {
    const ids = new Set(answers.flatMap((made) => (made ? [made.id] : [])));
    if (ids.size > 1) this.faults.push(`one key made ${ids.size} of ${what}: ${[...ids].join(", ")}`);
    if (answers.length > 1 && ids.size === 1) this.note(`one key, one ${what}`);
  }

  /** From a moment to half an hour, mostly short, and always short in a world where all happens at once. */
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
