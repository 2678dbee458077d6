import { eq } from "drizzle-orm";
import { type PageCheck, pageChecks } from "./schema";
import type { Reader, Tx } from "./store";

/** What the newest check of the pages at this origin found. */
export const pageCheckOf = async (db: Reader, origin: string): Promise<PageCheck | undefined> =>
  (await db.select().from(pageChecks).where(eq(pageChecks.origin, origin)))[0];

/** Keeps the newest check in the place of the one before. */
export const writePageCheck = (tx: Tx, check: PageCheck) =>
  tx.insert(pageChecks).values(check).onConflictDoUpdate({ target: pageChecks.origin, set: check });
