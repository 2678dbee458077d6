import { eq } from "drizzle-orm";
import { type PageCheck, pageChecks } from "./schema";
import type { Reader, Tx } from "./store";

/** The latest check of the pages at this origin. */
export const pageCheckOf = async (db: Reader, origin: string): Promise<PageCheck | undefined> =>
  (await db.select().from(pageChecks).where(eq(pageChecks.origin, origin)))[0];

/** Replaces the previous check with the latest one. */
export const writePageCheck = (tx: Tx, check: PageCheck) =>
  tx.insert(pageChecks).values(check).onConflictDoUpdate({ target: pageChecks.origin, set: check });
