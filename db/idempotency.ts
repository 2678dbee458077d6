import { and, eq } from "drizzle-orm";
import { idempotencyKeys } from "./schema";
import type { Reader, Tx } from "./store";

type Key = { caller: string; operation: string; key: string };

const same = ({ caller, operation, key }: Key) =>
  and(
    eq(idempotencyKeys.caller, caller),
    eq(idempotencyKeys.operation, operation),
    eq(idempotencyKeys.key, key),
  );

export const findKey = async (db: Reader, key: Key) =>
  (await db.select().from(idempotencyKeys).where(same(key)))[0];

/** Writes a key beside the thing it makes; undefined when the key is taken. */
export const insertKey = async (tx: Tx, row: typeof idempotencyKeys.$inferInsert) =>
  (await tx.insert(idempotencyKeys).values(row).onConflictDoNothing().returning())[0];
