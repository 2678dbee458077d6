import { and, asc, eq, isNull, lte, ne, or, type SQL } from "drizzle-orm";
import { type ApiKey, apiKeys } from "./schema";
import { first, statement } from "./statement";
import type { Reader, Tx } from "./store";

export const keyByHash = first(
  statement((db: Reader, hash: SQL<string>) => db.select().from(apiKeys).where(eq(apiKeys.hash, hash))),
);

/** All keys, oldest first. */
export const allKeys = (db: Reader) => db.select().from(apiKeys).orderBy(asc(apiKeys.createdAt));

export const insertApiKey = async (tx: Tx, key: typeof apiKeys.$inferInsert): Promise<ApiKey> => {
  const [made] = await tx.insert(apiKeys).values(key).returning();
  if (!made) throw new Error("The key was not written.");
  return made;
};

/** Revokes a key permanently; undefined if there is no such key or it was revoked before. */
export const revokeKey = async (tx: Tx, id: string, now: Date) =>
  (
    await tx
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning()
  )[0];

/** Confirms a key that waits for a second manager; undefined if it does not wait, or `actor` may not confirm it. */
export const confirmKey = async (tx: Tx, id: string, actor: string) =>
  (
    await tx
      .update(apiKeys)
      .set({ awaitsManager: false })
      .where(
        and(
          eq(apiKeys.id, id),
          eq(apiKeys.awaitsManager, true),
          isNull(apiKeys.revokedAt),
          ne(apiKeys.madeBy, actor),
        ),
      )
      .returning()
  )[0];

/** Notes that a key was used, unless that was noted since `before`. */
export const noteKeyUse = (tx: Tx, id: string, before: Date, now: Date) =>
  tx
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, before))));
