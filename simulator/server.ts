import { now } from "@/lib/clock";
import { lookDaily } from "@/lib/payments/worker/daily-look";
import { reconcileOnce } from "@/lib/payments/worker/reconcile";
import type { Dice } from "./dice";
import { Process, type Scheduler } from "./scheduler";

/** What a caller sees of a server that is down, or that dies before it has answered. */
export class Disconnected extends Error {}

/** How long a server takes at most until it is there again, in milliseconds. */
export const slowestStartMs = 60_000;

/** One instance of the shop, with its own reconcile loop. It can be killed and is then started again. */
export class Server {
  #process: Process;
  #isClosing = false;
  #clockErrorMs: number;

  constructor(
    readonly name: string,
    private readonly scheduler: Scheduler,
    private readonly dice: Dice,
    /** Where the machine that starts it again lives; nothing kills that. */
    private readonly machine: Process,
  ) {
    this.#clockErrorMs = errorOfClock(dice);
    this.#process = this.#start();
  }

  /** The clock of its machine jumps, forward or back. */
  setClock(errorMs: number) {
    this.#clockErrorMs = errorMs;
    this.#process.clockErrorMs = errorMs;
  }

  /** Works on a request, as an actor of its own. Throws Disconnected when it dies before it has answered. */
  async handle<T>(name: string, work: () => Promise<T>): Promise<T> {
    const running = this.#process;
    if (!running.alive) throw new Disconnected();
    return new Promise((resolve, reject) => {
      running.onDeath.push(() => reject(new Disconnected()));
      const answered = async () => {
        const answer = await work();
        await this.scheduler.turn("respond");
        return answer;
      };
      this.scheduler.spawn(running, name, answered).then(resolve, reject);
    });
  }

  /** Ends it until its machine starts it again; what it had under way in the database is rolled back. */
  stop() {
    if (this.#process.alive) this.scheduler.kill(this.#process);
  }

  /** Lets its reconcile loop end after the turn it is in. */
  close() {
    this.#isClosing = true;
  }

  #start() {
    const started = new Process(this.name, true);
    started.clockErrorMs = this.#clockErrorMs;
    const again = async () => {
      await this.scheduler.sleep(this.dice.between(500, slowestStartMs));
      this.#process = this.#start();
    };
    started.onDeath.push(() => void this.scheduler.spawn(this.machine, `start ${this.name}`, again));
    void this.scheduler.spawn(started, "reconcile", () => this.#reconcile());
    return started;
  }

  /** As the real loop does, but with breaks of any length: a loop may be slow, and nothing may depend on it. */
  async #reconcile() {
    while (!this.#isClosing) {
      await reconcileOnce();
      // It is another loop; most turns of it read nothing.
      if (this.dice.chance(0.1)) await lookDaily(now());
      await this.scheduler.sleep(this.dice.pick([2_000, 60_000, 300_000, 1_200_000]));
    }
  }
}

/** How far a machine's clock is from the true time, in milliseconds. Most are right, and a few are minutes off. */
export function errorOfClock(dice: Dice): number {
  const furthest = { right: 0, seconds_off: 5_000, minutes_off: 180_000 } as const;
  const most = furthest[dice.weigh({ right: 5, seconds_off: 3, minutes_off: 1 })];
  return dice.between(-most, most);
}
