import { and, eq, inArray, lte, type SQL } from "drizzle-orm";
import { idempotencyKeys } from "./schema";
import { first, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

type Key = { caller: string; operation: string; key: string };

const same = ({ caller, operation, key }: { [Name in keyof Key]: string | SQL<string> }) =>
  and(
    eq(idempotencyKeys.caller, caller),
    eq(idempotencyKeys.operation, operation),
    eq(idempotencyKeys.key, key),
  );

export const findKey = (db: Reader, { caller, operation, key }: Key) => keyOf(db, caller, operation, key);

const keyOf = first(
  statement((db: Reader, caller: SQL<string>, operation: SQL<string>, key: SQL<string>) =>
    db.select().from(idempotencyKeys).where(same({ caller, operation, key })),
  ),
);

/** The key, whichever caller used it, if it made one of these things. */
export const findKeyOfThese = async (db: Reader, { operation, key }: Key, madeIds: string[]) =>
  (
    await db
      .select()
      .from(idempotencyKeys)
      .where(
        and(
          inArray(idempotencyKeys.madeId, madeIds),
          eq(idempotencyKeys.operation, operation),
          eq(idempotencyKeys.key, key),
        ),
      )
      .limit(1)
  )[0];

/**
 * Takes a key before anything is made with it; undefined if it is already taken. Another request with the same key
 * waits here until this unit of work ends.
 */
export const takeKey = first(
  write(idempotencyKeys, (tx, row: Omit<typeof idempotencyKeys.$inferInsert, "madeId">) =>
    tx
      .insert(idempotencyKeys)
      .values({ ...row, madeId: "" })
      .onConflictDoNothing()
      .returning(),
  ),
);

/** Stores what was made with a key that this unit of work has taken. */
export const nameMade = (tx: Tx, { caller, operation, key }: Key, madeId: string) =>
  writeMade(tx, madeId, caller, operation, key);

const writeMade = statement(
  (tx: Tx, madeId: SQL<string>, caller: SQL<string>, operation: SQL<string>, key: SQL<string>) =>
    tx.update(idempotencyKeys).set({ madeId }).where(same({ caller, operation, key })),
);

export const eraseKeys = (tx: Tx, now: Date) =>
  tx.delete(idempotencyKeys).where(lte(idempotencyKeys.expiresAt, now));
