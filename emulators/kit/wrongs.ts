import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";
import type { Memory } from "./memory";

/** The ways to be wrong, each with how much it is wrong by unless told; null if that has no meaning. */
export type WrongKinds<Kind extends string> = Readonly<Record<Kind, number | null>>;

export type WrongOrder<Kind extends string> = {
  kind: Kind;
  /** The id of the row or the object that is reported wrongly. */
  target: string;
  /** An amount in minor units, or days. */
  by?: number | undefined;
  /** The instant from which on it is wrong, by default now. */
  from?: number | undefined;
};

export type Wrong<Kind extends string> = {
  id: string;
  kind: Kind;
  target: string;
  by: number;
  from: number;
};

/**
 * What is reported wrongly about what happened, until it is cleared. What happened is stored as it was, so the gateway's
 * own sums stay true. Unlike faults they survive a restart.
 */
export type Wrongs<Kind extends string> = {
  kinds: readonly [Kind, ...Kind[]];
  /** Null if there is no such target. */
  set(order: WrongOrder<Kind>): Wrong<Kind> | null;
  list(): Wrong<Kind>[];
  /** Those in effect now, by their target. */
  now(): ReadonlyMap<string, readonly Wrong<Kind>[]>;
  /** Gives everything about one target to another. */
  move(target: string, to: string): void;
  /** Clears one, those about one target, or all. */
  clear(which?: { id?: string; target?: string }): boolean;
};

export function createWrongs<Kind extends string>(
  memory: Memory,
  clock: Clock,
  kinds: WrongKinds<Kind>,
  exists: (kind: Kind, target: string) => boolean,
): Wrongs<Kind> {
  const wrongs = memory.collection<Wrong<string>>("wrongs", []);
  const all = () => wrongs.find({}) as Wrong<Kind>[];

  return {
    kinds: Object.keys(kinds) as [Kind, ...Kind[]],
    set({ kind, target, by = kinds[kind] ?? 0, from = clock.now() }) {
      if (!exists(kind, target)) return null;
      const wrong = { id: randomUUID(), kind, target, by, from };
      wrongs.save(wrong);
      return wrong;
    },
    list: all,
    now() {
      const byTarget = new Map<string, Wrong<Kind>[]>();
      for (const wrong of all()) {
        if (wrong.from > clock.now()) continue;
        byTarget.set(wrong.target, [...(byTarget.get(wrong.target) ?? []), wrong]);
      }
      return byTarget;
    },
    move(target, to) {
      for (const wrong of wrongs.find({ target })) wrongs.save({ ...wrong, target: to });
    },
    clear(which = {}) {
      const found = wrongs.find(which);
      for (const { id } of found) wrongs.remove(id);
      return found.length > 0;
    },
  };
}
