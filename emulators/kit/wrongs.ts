import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";
import type { Memory } from "./memory";

/** What a gateway can report wrongly on purpose, each with how much it is wrong by unless told; null if that has no meaning. */
export type WrongKinds = Record<string, number | null>;

export type WrongOrder<Kind extends string> = {
  kind: Kind;
  /** The id of the row or the object that is reported wrongly. */
  target: string;
  /** An amount in minor units, or days; 0 if that has no meaning. */
  by: number;
  /** The instant from which on it is wrong. */
  from: number;
};

export type Wrong<Kind extends string> = WrongOrder<Kind> & { id: string };

/**
 * What is reported wrongly about what happened, until it is cleared. What happened is stored as it was, so the gateway's
 * own sums stay true. Unlike faults they survive a restart.
 */
export type Wrongs<Kind extends string> = {
  set(order: WrongOrder<Kind>): Wrong<Kind>;
  list(): Wrong<Kind>[];
  /** Those in effect now, by their target. */
  now(): ReadonlyMap<string, readonly Wrong<Kind>[]>;
  /** Gives everything about one target to another. */
  move(target: string, to: string): void;
  clear(id?: string): boolean;
};

export function createWrongs<Kind extends string>(memory: Memory, clock: Clock): Wrongs<Kind> {
  const wrongs = memory.collection<Wrong<Kind>>("wrongs", []);

  return {
    set(order) {
      const wrong = { ...order, id: randomUUID() };
      wrongs.save(wrong);
      return wrong;
    },
    list: () => wrongs.find({}),
    now() {
      const byTarget = new Map<string, Wrong<Kind>[]>();
      for (const wrong of wrongs.find({})) {
        if (wrong.from > clock.now()) continue;
        byTarget.set(wrong.target, [...(byTarget.get(wrong.target) ?? []), wrong]);
      }
      return byTarget;
    },
    move(target, to) {
      for (const wrong of wrongs.find({ target } as Partial<Wrong<Kind>>))
        wrongs.save({ ...wrong, target: to });
    },
    clear(id) {
      const known = wrongs.find({}).filter((wrong) => id === undefined || wrong.id === id);
      for (const wrong of known) wrongs.remove(wrong.id);
      return known.length > 0;
    },
  };
}
