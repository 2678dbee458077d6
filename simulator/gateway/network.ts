import { seconds } from "@/lib/clock";
import type { Answer, Change, Changes, Look, Snapshot, Unknown } from "@/lib/gateways/gateway";
import type { Dice } from "../dice";
import type { Process, Scheduler } from "../scheduler";
import { type Fate, type FateName, fateNames, fates, lookFates } from "./fates";

/** The adapter's timeout, in milliseconds. */
const patienceMs = seconds(30);

/** Rows per page of a list: small, so that most lists have several pages. */
const pageSize = 3;

/** One write sent to a gateway. */
export type Write = {
  name: string;
  /** The idempotency key and the request sent with it. */
  key: string;
  request: object;
  /** Carries out the write; `isLate` means its sender has already timed out. */
  act(isLate: boolean): Answer;
  choose?(): FateName;
};

/** The idempotency keys that a gateway remembers. */
export type Memory = {
  /** The stored answer for a known key; undefined if the write has to be carried out, which starts now. */
  begin(write: Write): Answer | undefined;
  /** The write was carried out with `truth` as its outcome, and because of `fate` the answer was `said`. */
  end(write: Write, said: Answer, truth: Answer | undefined, fate: Fate): void;
};

/** The gateway's codes for an internal error and for unauthorized keys. */
export type Words = { broken: string | null; setup: string | null };

type Place = { scheduler: Scheduler; home: Process; dice: Dice; note: (what: string) => void };

/** Everything between our server and a gateway: a network, and servers that fail as the seed decides. */
export class Network {
  /** The gateway is unreachable until then, in milliseconds of the clock. */
  awayUntil = 0;
  /** How likely a write is to meet a fault. */
  faultRate = 0;
  /** This network's most frequent fault: some bugs need the same fault twice. */
  readonly #usual: FateName;
  readonly #scheduler: Scheduler;
  readonly #home: Process;
  readonly #dice: Dice;
  protected readonly note: (what: string) => void;

  constructor(
    { scheduler, home, dice, note }: Place,
    private readonly memory: Memory,
    private readonly words: Words,
  ) {
    this.#scheduler = scheduler;
    this.#home = home;
    this.#dice = dice;
    this.note = note;
    this.#usual = this.#anyFate();
  }

  /** A read; no side effects. */
  async question(find: () => Snapshot | undefined): Promise<Look> {
    await this.#scheduler.turn("look");
    const fate = this.#dice.chance(this.faultRate / 3) ? this.#dice.pick(lookFates) : "fine";
    if (this.#isAway() || fate === "unreachable") return unknown("unreachable");
    await this.#scheduler.sleep(fate === "timeout" ? patienceMs : this.#dice.between(10, 300));
    const found = find();
    await this.#scheduler.sleep(this.#dice.between(10, 300));
    if (fate !== "fine") return unknown(fate);
    return found ? { is: "seen", snapshot: found } : { is: "absent" };
  }

  /** One page of the gateway's list of what happened in a time span, oldest first; the cursor is an offset. */
  async list(
    { from, until }: { from: Date; until: Date },
    cursor: string | null,
    find: () => Change[],
  ): Promise<Changes> {
    await this.#scheduler.turn("list");
    const fate = this.#dice.chance(this.faultRate / 3) ? this.#dice.pick(lookFates) : "fine";
    if (this.#isAway() || fate === "unreachable") return unknown("unreachable");
    await this.#scheduler.sleep(fate === "timeout" ? patienceMs : this.#dice.between(10, 300));
    if (fate !== "fine") return unknown(fate);
    const all = find()
      .filter(({ at }) => at >= from && at < until)
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    const begins = Number(cursor ?? 0);
    const ends = begins + pageSize;
    return { is: "seen", changes: all.slice(begins, ends), next: ends < all.length ? `${ends}` : null };
  }

  /** Sends one write and returns its answer, including what goes wrong on the way. */
  async ask(write: Write): Promise<Answer> {
    await this.#scheduler.turn("ask");
    const fate = write.choose?.() ?? this.fate();
    this.note(`${write.name} ${this.#isAway() ? "while away" : fate}`);
    const chosen: Fate = this.#isAway() ? fates.lost : fates[fate];
    const heard = new AbortController();
    const caller = this.#scheduler.caller();
    const isLate = () => heard.signal.aborted || caller?.alive === false;
    let answer: Answer | undefined;
    const deliver = async () => {
      const reply = await this.#serve(write, chosen, isLate);
      if (chosen.breaks) answer = unknown("unreachable");
      else if (chosen.says !== "nothing") answer = reply;
      if (answer) heard.abort();
    };
    const send = () => void this.#scheduler.spawn(this.#home, write.name, deliver);
    send();
    if (chosen.twice) send();
    await this.#scheduler.sleep(patienceMs, heard.signal);
    const given = answer ?? unknown("timeout");
    // From here on, whatever the gateway does counts as late.
    heard.abort();
    await this.#scheduler.turn("hear");
    return given;
  }

  /** The fate of a write that does not choose its own. */
  protected fate(): FateName {
    if (!this.#dice.chance(this.faultRate)) return "fine";
    return this.#dice.chance(0.5) ? this.#usual : this.#anyFate();
  }

  /** One delivery of a request. */
  async #serve(write: Write, fate: Fate, isLate: () => boolean): Promise<Answer> {
    const { arrivesAfter = [10, 400], worksFor = [20, 900] } = fate;
    if (!Number.isFinite(arrivesAfter[0])) return unknown("unreachable");
    await this.#scheduler.sleep(this.#dice.between(...arrivesAfter));
    const known = this.memory.begin(write);
    if (known) {
      this.note(`${write.name} ${known.is === "unknown" ? `again: ${known.why}` : "replayed"}`);
      return known;
    }
    await this.#scheduler.sleep(this.#dice.between(...worksFor));
    const truth = fate.acts === false ? undefined : write.act(isLate());
    const said = this.#said(fate, truth);
    this.memory.end(write, said, truth, fate);
    return said;
  }

  #said({ says }: Fate, truth: Answer | undefined): Answer {
    switch (says) {
      case "error":
        return { is: "unknown", why: "error", code: this.words.broken };
      case "setup":
        return {
          is: "rejected",
          code: this.words.setup,
          about: "keys",
          said: { status: 401, message: "The key is not accepted.", param: null, requestId: null },
        };
      case "malformed":
        return unknown("malformed");
      case "other_amount":
        return truth?.is === "seen" ? withAmount(truth.snapshot, 1) : (truth ?? unknown("error"));
      default:
        return truth ?? unknown("error");
    }
  }

  #anyFate = () => this.#dice.pick(fateNames) ?? "fine";

  #isAway() {
    return this.#scheduler.trueNow().getTime() < this.awayUntil;
  }
}

const unknown = (why: Unknown["why"]): Unknown => ({ is: "unknown", why, code: null });

const withAmount = (snapshot: Snapshot, amount: number): Answer => ({
  is: "seen",
  snapshot: { ...snapshot, amount, captured: Math.min(snapshot.captured, amount) },
});
