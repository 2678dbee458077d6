import { createHash } from "node:crypto";
import { Problem } from "./problem";

/** A request that named an idempotency key: who calls, what for, and a hash of what was sent. */
export type KeyedRequest = { caller: string; operation: string; key: string; bodyHash: string };

/** A hash of a parsed body that does not depend on the order of its fields. */
export const hashBody = (body: unknown) =>
  createHash("sha256")
    .update(JSON.stringify(sorted(body)))
    .digest("hex");

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
