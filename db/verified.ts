import { lt } from "drizzle-orm";
import { settings } from "./schema";
import { settingOf, writeSetting } from "./settings";
import type { Reader, Tx } from "./store";

/** The result of the latest check of the books: when it ended, and how many faulty rows it found. */
export type Verified = { at: Date; faults: number };

const result = "verified";
const begun = "verification_begun";

/** The latest result; undefined before the first check. */
export async function lastVerified(db: Reader): Promise<Verified | undefined> {
  const text = await settingOf(db, result);
  if (text === undefined) return undefined;
  const { at, faults } = JSON.parse(text) as { at: string; faults: number };
  return { at: new Date(at), faults };
}

/** Replaces the previous result. */
export const writeVerified = (tx: Tx, { at, faults }: Verified) =>
  writeSetting(tx, result, JSON.stringify({ at, faults }));

/**
 * Records that a scheduled check begins. False if another one began after `before`, so that only one instance at a time
 * checks.
 */
export async function beginVerification(tx: Tx, at: Date, before: Date): Promise<boolean> {
  // ISO 8601 in UTC sorts as text.
  const value = at.toISOString();
  const begins = await tx
    .insert(settings)
    .values({ name: begun, value })
    .onConflictDoUpdate({
      target: settings.name,
      set: { value },
      setWhere: lt(settings.value, before.toISOString()),
    })
    .returning();
  return begins.length > 0;
}

/** Lets another instance begin the check that this one did not finish. */
export const giveUpVerification = (tx: Tx) => writeSetting(tx, begun, new Date(0).toISOString());
