import type { Clock } from "./clock";
import type { Memory } from "./memory";

export interface StoredAnswer {
  status: number;
  body: unknown;
}

/** Remembers the first answer to a key. Which requests share a key's scope is the gateway's rule. */
export interface Idempotency {
  recall(scope: string): StoredAnswer | null;
  begin(scope: string): boolean;
  end(scope: string): void;
  keep(scope: string, answer: StoredAnswer): void;
}

interface Kept extends StoredAnswer {
  id: string;
  until: number;
}

const ANSWERS_MAX = 50_000;

export function createIdempotency(memory: Memory, clock: Clock, lifetimeMs: number): Idempotency {
  const kept = memory.collection<Kept>("idempotency", []);
  const running = new Set<string>();
  let stored = 0;

  return {
    recall(scope) {
      const found = kept.get(scope);
      return found && found.until > clock.now() ? { status: found.status, body: found.body } : null;
    },
    begin(scope) {
      if (running.has(scope)) return false;
      running.add(scope);
      return true;
    },
    end: (scope) => void running.delete(scope),
    keep(scope, answer) {
      kept.save({ id: scope, until: clock.now() + lifetimeMs, ...answer });
      if (++stored % 1000 === 0) kept.keepNewest(ANSWERS_MAX);
    },
  };
}
