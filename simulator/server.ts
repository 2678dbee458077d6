import { now } from "@/lib/clock";
import { lookDaily } from "@/lib/payments/worker/daily-look";
import { reconcileOnce } from "@/lib/payments/worker/reconcile";
import type { Dice } from "./dice";
import { Process, type Scheduler } from "./scheduler";

/** What a caller gets from a server that is down, or that dies before it has answered. */
export class Disconnected extends Error {}

/** The longest a server takes to restart, in milliseconds. */
export const slowestStartMs = 60_000;

/** One instance of the shop with its reconcile loop. It can be killed and is then restarted. */
export class Server {
  #process: Process;
  #isClosing = false;
  #clockErrorMs: number;

  constructor(
    readonly name: string,
    private readonly scheduler: Scheduler,
    private readonly dice: Dice,
    /** The process that restarts it; it cannot be killed. */
    private readonly machine: Process,
  ) {
    this.#clockErrorMs = errorOfClock(dice);
    this.#process = this.#start();
  }

  /** Its machine's clock jumps, forward or back. */
  setClock(errorMs: number) {
    this.#clockErrorMs = errorMs;
    this.#process.clockErrorMs = errorMs;
  }

  /** Handles a request as a separate actor. Throws Disconnected if the server dies before it has answered. */
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

  /** Kills it until its machine restarts it; its open database work is rolled back. */
  stop() {
    if (this.#process.alive) this.scheduler.kill(this.#process);
  }

  /** Ends its reconcile loop after the current turn. */
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

  /** Like the real loop, but with pauses of any length: the loop may be slow, and nothing may depend on its pace. */
  async #reconcile() {
    while (!this.#isClosing) {
      await reconcileOnce();
      // The daily look is a separate loop; most of its turns read nothing.
      if (this.dice.chance(0.1)) await lookDaily(now());
      await this.scheduler.sleep(this.dice.pick([2_000, 60_000, 300_000, 1_200_000]));
    }
  }
}

/** How far a machine's clock is off, in milliseconds. Most are right, and a few are minutes off. */
export function errorOfClock(dice: Dice): number {
  const furthest = { right: 0, seconds_off: 5_000, minutes_off: 180_000 } as const;
  const most = furthest[dice.weigh({ right: 5, seconds_off: 3, minutes_off: 1 })];
  return dice.between(-most, most);
}
