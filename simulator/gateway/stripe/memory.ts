import { hours } from "@/lib/clock";
import type { Answer } from "@/lib/gateways/gateway";
import type { Fate } from "../fates";
import type { Memory, Write } from "../network";

/** How long a key is remembered, in milliseconds. */
const keptForMs = hours(24);

type Kept = { request: string; at: number; answer: Answer | "running" };

/**
 * Stripe compares a request with the one that first used its key, and replays the first answer, including its own
 * errors. Source: Stripe API reference, "Idempotent requests".
 */
export class StripeMemory implements Memory {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly now: () => Date) {}

  begin(write: Write): Answer | undefined {
    const at = this.now().getTime();
    const request = JSON.stringify([write.name, write.request]);
    const known = this.#kept.get(write.key);
    if (!known || at - known.at > keptForMs) {
      this.#kept.set(write.key, { request, at, answer: "running" });
      return undefined;
    }
    if (known.request !== request) return { is: "unknown", why: "error", code: "idempotency_error" };
    if (known.answer === "running")
      return { is: "unknown", why: "in_progress", code: "idempotency_key_in_use" };
    return known.answer;
  }

  end({ key }: Write, said: Answer, truth: Answer | undefined, { says }: Fate) {
    const kept = this.#kept.get(key);
    if (!kept) return;
    // A request refused for its keys has not begun. An answer lost on the way back is replayed intact.
    if (says === "setup") this.#kept.delete(key);
    else kept.answer = says === "error" ? said : (truth ?? said);
  }
}
