import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import type { TurnPoint } from "@/db/unit";
import type { Clock } from "@/lib/clock";
import type { Dice } from "./dice";

/** What dies together: a server with all its requests, a gateway, or a shopper's browser. */
export class Process {
  alive = true;
  /** Called when it is killed. */
  readonly onDeath: (() => void)[] = [];
  /** How far its clock is ahead of the true time, in milliseconds; negative if it is behind. */
  clockErrorMs = 0;

  constructor(
    readonly name: string,
    /** False if our crashes cannot stop it, such as a gateway. */
    readonly mortal: boolean,
  ) {}
}

type Actor = { name: string; serial: number; process: Process; dice: Dice };

/** Where an actor is parked until the seed lets it continue: a turn point, or a moment in time. */
type Parked = {
  actor: Actor;
  point: string;
  serial: number;
  at: number;
  goOn(): void;
  crash: (() => void) | undefined;
};

// One for all simulations in this process: every promise pays for every AsyncLocalStorage that exists.
const current = new AsyncLocalStorage<Actor>();

/** Thrown by statements in a killed process, so that its unit of work is rolled back. */
export class Crash extends Error {}

/** Points inside a unit of work, where a dead process would leave locks behind. */
const insideUnit: ReadonlySet<string> = new Set<TurnPoint>(["statement", "commit"]);

/** How long a process may stand still although it could continue, in milliseconds. */
const slowestMs = 3_600_000;

export type Options = {
  dice: Dice;
  startsAt: Date;
  /** The store's turn points at which an actor may be held. */
  points: ReadonlySet<TurnPoint>;
  /** Resolves when every actor is parked, or waits for something that only another actor can provide. */
  quiet(): Promise<void>;
  /** How likely time is to pass although an actor could continue, as in a slow process. */
  haste: number;
};

/**
 * Runs actors one step at a time. Each stops at every turn point and the seed picks which continues, so a seed replays
 * one interleaving. A process is crashed by never letting its actors continue; its work is then rolled back, as the
 * database does for a killed process.
 */
export class Scheduler implements Clock {
  readonly trace = createHash("sha256");
  readonly #options: Options;
  readonly #running = new Set<Actor>();
  #parked: Parked[] = [];
  #now: number;
  #serial = 0;
  steps = 0;
  /** Decides before a step whether its process dies instead. */
  strikes: () => boolean = () => false;
  /** Receives every step, for debugging. */
  onStep: (line: string) => void = () => {};
  /** Called after every committed unit of work, while all actors stand still. */
  onCommit: () => Promise<void> = async () => {};
  #hasCommitted = false;

  constructor(options: Options) {
    this.#options = options;
    this.#now = options.startsAt.getTime();
  }

  /** The time on the calling process's clock. */
  now = () => new Date(this.#now + (current.getStore()?.process.clockErrorMs ?? 0));

  /** The true time, whatever the processes' clocks show. */
  trueNow = () => new Date(this.#now);

  /** A monotonic clock that nobody sets. It continues from one world to the next, like a process's. */
  elapsed = () => this.#now;

  random = (size: number) => (current.getStore()?.dice ?? this.#options.dice).bytes(size);

  /** Starts an actor. Its promise never resolves if its process dies. */
  async spawn<T>(process: Process, name: string, work: () => Promise<T>): Promise<T> {
    const serial = this.#next();
    const title = `${process.name}/${name}#${serial}`;
    const actor = { name: title, serial, process, dice: this.#options.dice.fork(title) };
    this.#running.add(actor);
    try {
      return await current.run(actor, async () => {
        await this.turn("begin");
        return work();
      });
    } catch (error) {
      if (!process.alive) return never();
      throw error;
    } finally {
      this.#running.delete(actor);
    }
  }

  /** Parks the calling actor until its turn; code outside any actor continues at once. */
  turn = (point: string): Promise<void> => this.#park(point, this.#now);

  /** Parks at a turn point of the store, if the simulation holds actors there. */
  storeTurn = async (point: TurnPoint): Promise<void> => {
    const actor = current.getStore();
    if (actor && (!actor.process.alive || this.#options.points.has(point))) await this.turn(point);
  };

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    this.#park("sleep", signal?.aborted ? this.#now : this.#now + ms, signal);

  #park(point: string, at: number, signal?: AbortSignal): Promise<void> {
    const actor = current.getStore();
    if (!actor) return Promise.resolve();
    if (!actor.process.alive) return insideUnit.has(point) ? Promise.reject(new Crash()) : never();
    return new Promise((goOn, reject) => {
      const crash = insideUnit.has(point) ? () => reject(new Crash()) : undefined;
      const parked: Parked = { actor, point, at, serial: this.#next(), goOn, crash };
      this.#parked.push(parked);
      signal?.addEventListener("abort", () => {
        parked.at = Math.min(parked.at, this.#now);
      });
    });
  }

  /** The process of the calling actor. */
  caller = () => current.getStore()?.process;

  /** Whether a process has nothing left to do. */
  isIdle = (process: Process) => ![...this.#running].some((actor) => actor.process === process);

  /**
   * When the first of these processes' actors continues, in milliseconds; infinity if none will without another actor.
   */
  wakes = (...processes: Process[]) =>
    Math.min(...this.#parked.filter(({ actor }) => processes.includes(actor.process)).map(({ at }) => at));

  /** Ends a process as SIGKILL would: none of its actors continue, and its open units of work are rolled back. */
  kill(process: Process) {
    process.alive = false;
    const [dying, others] = split(this.#parked, (parked) => parked.actor.process === process);
    this.#parked = others;
    for (const parked of dying) parked.crash?.();
    for (const actor of this.#running) if (actor.process === process) this.#running.delete(actor);
    for (const tell of process.onDeath) tell();
  }

  /** Lets actors continue, one at a time, until `isOver` returns true or none is left. Returns the actors that hang. */
  async run(isOver: () => boolean = () => false, stepsAtMost = 80_000): Promise<string[]> {
    for (let left = stepsAtMost; ; left -= 1) {
      await this.#options.quiet();
      if (this.#hasCommitted) await this.onCommit();
      this.#hasCommitted = false;
      if (isOver()) return [];
      const next = this.#choose();
      if (!next) return [...this.#running].map((actor) => `${actor.name} waits forever`);
      if (left === 0) return [...this.#running].map((actor) => `${actor.name} does not end`);
      this.#step(next);
    }
  }

  /** Picks an actor that can continue; if there is none, or by chance, time passes until a sleeper wakes. */
  #choose(): Parked | undefined {
    const { dice, haste } = this.#options;
    // Sorted because on PostgreSQL two actors may reach their turn points in either order.
    this.#parked.sort((a, b) => a.actor.serial - b.actor.serial || a.serial - b.serial);
    const [ready, asleep] = split(this.#parked, (parked) => parked.at <= this.#now);
    const next = earliest(asleep);
    const isSoon = next && next.at - this.#now < slowestMs;
    const isHasty = ready.length > 0 && dice.chance(haste) && isSoon;
    return ready.length > 0 && !isHasty ? dice.pick(ready) : next;
  }

  #step(next: Parked) {
    this.steps += 1;
    // Every third step takes a millisecond, so that few things happen in the same one.
    this.#now = Math.max(this.#now + (this.steps % 3 === 0 ? 1 : 0), next.at);
    const dies = next.actor.process.mortal && this.strikes();
    const line = `${this.#now - this.#options.startsAt.getTime()} ${next.actor.name} ${dies ? "KILLED at " : ""}${next.point}`;
    this.trace.update(line);
    this.onStep(line);
    if (dies) return this.kill(next.actor.process);
    this.#parked.splice(this.#parked.indexOf(next), 1);
    this.#hasCommitted = next.point === ("commit" satisfies TurnPoint);
    next.goOn();
  }

  #next() {
    this.#serial += 1;
    return this.#serial;
  }
}

const never = () => new Promise<never>(() => {});

function earliest(parked: Parked[]): Parked | undefined {
  return parked.reduce<Parked | undefined>(
    (first, it) => (first && first.at <= it.at ? first : it),
    undefined,
  );
}

function split<T>(list: T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [list.filter(isFirst), list.filter((item) => !isFirst(item))];
}
