import { and, eq } from "drizzle-orm";
import { type Stray, strays } from "./schema";
import type { Reader, Tx } from "./store";

/** Stores a stray; undefined if the same payment is already stored. */
export const keepStray = async (tx: Tx, stray: Stray): Promise<Stray | undefined> =>
  (await tx.insert(strays).values(stray).onConflictDoNothing().returning())[0];

export const strayByKey = async (
  db: Reader,
  gateway: Stray["gateway"],
  paymentKey: string,
): Promise<Stray | undefined> =>
  (
    await db
      .select()
      .from(strays)
      .where(and(eq(strays.gateway, gateway), eq(strays.paymentKey, paymentKey)))
  )[0];
