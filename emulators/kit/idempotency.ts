import type { Clock } from "./clock";
import type { Memory } from "./memory";

export type StoredAnswer = {
  status: number;
  body: unknown;
};

/** A stored answer and the fingerprint of its request. */
export type KeptAnswer = StoredAnswer & {
  fingerprint: string;
};

/** Stores the first answer given for a key. The gateway decides which requests share a key's scope. */
export type Idempotency = {
  recall(scope: string): KeptAnswer | null;
  begin(scope: string): boolean;
  end(scope: string): void;
  keep(scope: string, answer: KeptAnswer): void;
};

type Kept = KeptAnswer & {
  id: string;
  until: number;
};

const answersKept = 50_000;

export function createIdempotency(memory: Memory, clock: Clock, lifetimeMs: number): Idempotency {
  const kept = memory.collection<Kept>("idempotency", []);
  const running = new Set<string>();
  let stored = 0;

  return {
    recall(scope) {
      const found = kept.get(scope);
      if (!found || found.until <= clock.now()) return null;
      const { status, body, fingerprint } = found;
      return { status, body, fingerprint };
    },
    begin(scope) {
      if (running.has(scope)) return false;
      running.add(scope);
      return true;
    },
    end: (scope) => void running.delete(scope),
    keep(scope, answer) {
      kept.save({ id: scope, until: clock.now() + lifetimeMs, ...answer });
      if (++stored % 1000 === 0) kept.keepNewest(answersKept);
    },
  };
}
