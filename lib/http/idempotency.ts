import { createHash } from "node:crypto";
import { eraseKeys, findKey, nameMade, takeKey } from "@/db/idempotency";
import { db, type Tx, tryTransaction } from "@/db/store";
import { days, later } from "../clock";
import { Problem } from "../problem";

/** A request with an idempotency key: the caller, the operation, and a hash of the body. */
export type KeyedRequest = {
  caller: string;
  operation: string;
  key: string;
  bodyHash: string;
  /** How long the key is kept, in milliseconds; null means as long as what it created, absent means 90 days. */
  keptForMs?: number | null;
};

/** How long a key is usually kept, in milliseconds; after that, the same key creates something new. */
const usuallyKeptForMs = days(90);

/**
 * Creates something once per key, in one transaction. The key is claimed first: concurrent requests with the same key
 * wait for this transaction and get its result; if it was rolled back, one of them creates it. Without a key, it is
 * simply created. `work` returns what was created and its ID; `again` loads it by that ID. Throws
 * `idempotency_key_reused`.
 */
export async function once<T>(
  keyed: KeyedRequest | undefined,
  now: Date,
  work: (tx: Tx) => Promise<{ id: string; made: T }>,
  again: (id: string) => Promise<T>,
): Promise<{ made: T; replayed: boolean }> {
  for (;;) {
    const fresh = await tryTransaction(async (tx, undo) => {
      if (keyed && !(await takeKey(tx, rowOf(keyed, now)))) undo();
      const { id, made } = await work(tx);
      if (keyed) await nameMade(tx, keyed, id);
      return { made };
    });
    if (fresh) return { made: fresh.made, replayed: false };
    const before = await madeBefore(keyed);
    if (before) return { made: await again(before), replayed: true };
  }
}

/** The ID of what an earlier request with this key created. Throws `idempotency_key_reused`. */
export async function madeBefore(keyed: KeyedRequest | undefined): Promise<string | undefined> {
  const row = keyed && (await findKey(db, keyed));
  if (row) assertSameBody(row, keyed);
  return row?.madeId;
}

/** Throws `idempotency_key_reused` if a key is reused with a different body. */
export function assertSameBody(row: { bodyHash: string }, keyed: KeyedRequest) {
  if (row.bodyHash !== "" && row.bodyHash !== keyed.bodyHash)
    throw new Problem(
      "idempotency_key_reused",
      "This Idempotency-Key was already used with a different request body. Use a new key.",
    );
}

/** Deletes expired keys. */
export const forgetOldKeys = (tx: Tx, now: Date) => eraseKeys(tx, now);

const rowOf = ({ keptForMs = usuallyKeptForMs, ...keyed }: KeyedRequest, now: Date) => ({
  ...keyed,
  createdAt: now,
  expiresAt: keptForMs === null ? null : later(now, keptForMs),
});

/**
 * Hashes a parsed body, independent of the order of its fields and of the shop's secrets, which may change. Numbers
 * that identify a person's account contribute 16 bits: enough to detect a different account, too few to find the number
 * by trying all of them.
 */
export function hashBody(body: unknown): string {
  const guessable: unknown[] = [];
  const rest = JSON.stringify(sorted(body, guessable));
  const check = guessable.length > 0 ? sha256(JSON.stringify(guessable)).slice(0, 4) : "";
  return sha256(`${rest}${check}`);
}

/**
 * Fields with so few possible values that they could be tried one by one, and which the shop does not store in plain
 * text.
 */
const guessableFields: ReadonlySet<string> = new Set([
  "account_number",
  "holder_name",
  "registration_number",
]);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The header that tells a caller that nothing new was created. */
export const replayHeader = (replayed: boolean): [name: string, value: string][] =>
  replayed ? [["idempotent-replayed", "true"]] : [];

/** The value with its fields in a fixed order; guessable fields are moved to `guessable`. */
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
