import { createHash } from "node:crypto";
import { eraseKeys, findKey, nameMade, takeKey } from "@/db/idempotency";
import { db, type Tx, tryTransaction } from "@/db/store";
import { days, later } from "../clock";
import { Problem } from "../problem";

/** A request that named an idempotency key: who calls, what for, and a hash of what was sent. */
export type KeyedRequest = {
  caller: string;
  operation: string;
  key: string;
  bodyHash: string;
  /** How long the key is known, in milliseconds; for as long as what it made when null, and 90 days when absent. */
  keptForMs?: number | null;
};

/** How long a key is known, in milliseconds; then the same key makes something new. */
const usuallyKeptForMs = days(90);

/**
 * Makes something once for each key, in one unit of work. The key is taken before anything else: whoever comes with the
 * same key at the same time waits for this unit, and is answered with what it made; where it was undone, they make it.
 * Without a key it is simply made. `work` answers what was made and its id, `again` finds that again. Throws
 * idempotency_key_reused.
 */
export async function once<T>(
  keyed: KeyedRequest | undefined,
  now: Date,
  work: (tx: Tx) => Promise<{ id: string; made: T }>,
  again: (id: string) => Promise<T>,
): Promise<{ made: T; replayed: boolean }> {
  for (;;) {
    const before = await madeBefore(keyed);
    if (before) return { made: await again(before), replayed: true };
    const fresh = await tryTransaction(async (tx, undo) => {
      if (keyed && !(await takeKey(tx, rowOf(keyed, now)))) undo();
      const { id, made } = await work(tx);
      if (keyed) await nameMade(tx, keyed, id);
      return { made };
    });
    if (fresh) return { made: fresh.made, replayed: false };
  }
}

/** The id of what a request with this key has made. Throws idempotency_key_reused. */
export async function madeBefore(keyed: KeyedRequest | undefined): Promise<string | undefined> {
  const row = keyed && (await findKey(db, keyed));
  if (row) assertSameBody(row, keyed);
  return row?.madeId;
}

/** Throws idempotency_key_reused when a key comes again with another body. */
export function assertSameBody(row: { bodyHash: string }, keyed: KeyedRequest) {
  if (row.bodyHash !== "" && row.bodyHash !== keyed.bodyHash)
    throw new Problem(
      "idempotency_key_reused",
      "This Idempotency-Key was already used with a different request body. Use a new key.",
    );
}

/** Forgets the keys whose time is over. */
export const forgetOldKeys = (tx: Tx, now: Date) => eraseKeys(tx, now);

const rowOf = ({ keptForMs = usuallyKeptForMs, ...keyed }: KeyedRequest, now: Date) => ({
  ...keyed,
  createdAt: now,
  expiresAt: keptForMs === null ? null : later(now, keptForMs),
});

/**
 * A hash of a parsed body that does not depend on the order of its fields, nor on any secret of the shop's, which might
 * be changed. Of a number that names a person's account it has 16 bits: enough to tell another account, and too few to
 * find out which one it was by trying all there are.
 */
export function hashBody(body: unknown): string {
  const guessable: unknown[] = [];
  const rest = JSON.stringify(sorted(body, guessable));
  const check = guessable.length > 0 ? sha256(JSON.stringify(guessable)).slice(0, 4) : "";
  return sha256(`${rest}${check}`);
}

/** Fields whose values are few enough to be tried one by one, and of which the shop keeps no open copy. */
const guessableFields: ReadonlySet<string> = new Set([
  "account_number",
  "holder_name",
  "registration_number",
]);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The header that tells a caller that nothing new was made. */
export const replayHeader = (replayed: boolean): [name: string, value: string][] =>
  replayed ? [["idempotent-replayed", "true"]] : [];

/** The same value with its fields in one order; those that could be guessed are moved to `guessable`. */
function sorted(value: unknown, guessable: unknown[]): unknown {
  if (Array.isArray(value)) return value.map((inner) => sorted(inner, guessable));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => {
        if (!guessableFields.has(name)) return [name, sorted(inner, guessable)];
        guessable.push([name, inner]);
        return [name, null];
      }),
  );
}
