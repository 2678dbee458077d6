import { createHash, createHmac } from "node:crypto";
import { env } from "./env";
import { Problem } from "./problem";

/** A request that named an idempotency key: who calls, what for, and a hash of what was sent. */
export type KeyedRequest = { caller: string; operation: string; key: string; bodyHash: string };

/**
 * A hash of a parsed body that does not depend on the order of its fields. Keyed, where the shop keeps accounts: who
 * reads the database could otherwise guess an account number until its hash is the same.
 */
export function hashBody(body: unknown): string {
  const { refundAccountKey } = env();
  const hash = refundAccountKey ? createHmac("sha256", refundAccountKey) : createHash("sha256");
  return hash.update(JSON.stringify(sorted(body))).digest("hex");
}

/** Throws idempotency_key_reused when a key comes again with another body. */
export function assertSameBody(row: { bodyHash: string }, keyed: KeyedRequest) {
  if (row.bodyHash !== keyed.bodyHash)
    throw new Problem(
      "idempotency_key_reused",
      "This Idempotency-Key belongs to a request with another body. Use a new key.",
    );
}

/** The header that tells a caller that nothing new was made. */
export const replayHeader = (replayed: boolean): [name: string, value: string][] =>
  replayed ? [["idempotent-replayed", "true"]] : [];

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
