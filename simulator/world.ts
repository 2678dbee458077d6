import type { Order } from "@/db/schema";
import type { TurnPoint } from "@/db/unit";
import { useClock } from "@/lib/clock";
import { useGateways } from "@/lib/gateways";
import { log } from "@/lib/log";
import { Problem } from "@/lib/problem";
import { Dice } from "./dice";
import { serveAccount } from "./gateway/bank";
import { Network } from "./gateway/network";
import { deliverNews } from "./gateway/post";
import { Truth } from "./gateway/truth";
import { Crash, Process, Scheduler } from "./scheduler";
import { Disconnected, Server } from "./server";
import { Told } from "./told";

type Wish = {
  seed: string;
  startsAt: Date;
  points: ReadonlySet<TurnPoint>;
  quiet(): Promise<void>;
};

const scope = globalThis as typeof globalThis & { twotrackTurn?: (point: TurnPoint) => Promise<void> };

/** Two servers, one gateway, and the people of one simulation, with all that they may share. */
export class World {
  readonly dice: Dice;
  readonly scheduler: Scheduler;
  /** Shoppers, staff and the machines that servers run on: what no crash of ours ends. */
  readonly outside = new Process("outside", false);
  readonly toss = new Process("toss", false);
  readonly truth: Truth;
  readonly network: Network;
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

  constructor({ seed, startsAt, points, quiet }: Wish) {
    this.dice = new Dice(seed);
    this.scheduler = new Scheduler({
      dice: this.dice.fork("turns"),
      startsAt,
      points,
      quiet,
      haste: this.dice.pick([0, 0.01, 0.1]),
    });
    const { scheduler, dice, toss } = this;
    this.truth = new Truth(dice.fork("truth"), {
      now: scheduler.now,
      tell: (payment) => deliverNews(this, payment),
      opened: (payment) => void scheduler.spawn(toss, "bank", () => serveAccount(this, payment)),
      after: (ms, work) => void scheduler.spawn(toss, "later", () => scheduler.sleep(ms).then(work)),
    });
    this.network = new Network(this.truth, scheduler, toss, dice.fork("network"), this.note);
    this.faultRate = dice.pick([0, 0.3, 0.6, 0.9]);
    this.network.faultRate = this.faultRate;
    this.isBusy = dice.chance(0.5);
    this.told = new Told(this.truth, this.faults);
  }

  /**
   * Puts this world's clock, gateway and turns in the place of the real ones, and starts the servers. What it
   * answers with ends the world: the servers stop, and the real ones are back.
   */
  begin() {
    useClock(this.scheduler);
    useGateways({ toss: this.network });
    scope.twotrackTurn = this.scheduler.storeTurn;
    const heard = log.error;
    log.error = (...[detail, message]: unknown[]) => this.#hearError(detail, message);
    for (const name of ["shop-1", "shop-2"])
      this.servers.push(new Server(name, this.scheduler, this.dice.fork(name), this.outside));
    return () => {
      for (const server of this.servers) server.stop();
      useClock();
      useGateways();
      delete scope.twotrackTurn;
      log.error = heard;
    };
  }

  now = () => this.scheduler.now();

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

  /** From a moment to half an hour, mostly short, and always short in a world where all happens at once. */
  dawdle(dice: Dice): Promise<void> {
    const longest = { briefly: 3_000, a_while: 60_000, long: 8 * 60_000, very_long: 35 * 60_000 } as const;
    const pace = dice.weigh(
      this.isBusy ? { briefly: 10, a_while: 1 } : { briefly: 8, a_while: 4, long: 2, very_long: 1 },
    );
    return this.scheduler.sleep(dice.between(10, longest[pace]));
  }

  #hearError(detail: unknown, message: unknown) {
    const error = (detail as { err?: unknown } | undefined)?.err;
    if (!error || error instanceof Crash) return;
    this.faults.push(`${message}: ${error instanceof Error ? error.stack : error}`);
  }
}
