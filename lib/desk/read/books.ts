import { db } from "@/db/store";
import { lastVerified } from "@/db/verified";
import { uncheckedMs } from "@/lib/book-check/nightly";
import { days } from "@/lib/clock";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";

export type BooksHealth = {
  verifiedAt: Date | null;
  /** How many whole days ago that was. */
  daysAgo: number;
  /** Whether a live shop's books have not been verified for too long, or never. */
  isOverdue: boolean;
  /** How many rows were changed or missing. */
  faults: number;
};

/** The result of the latest check of the books and the audit log. Throws forbidden. */
export async function booksHealth(staff: Staff, at: Date): Promise<BooksHealth> {
  assertMay(staff, "orders:read");
  const last = await lastVerified(db);
  const agoMs = last ? at.getTime() - last.at.getTime() : 0;
  return {
    verifiedAt: last?.at ?? null,
    daysAgo: Math.floor(agoMs / days(1)),
    isOverdue: env().live && (!last || agoMs > uncheckedMs),
    faults: last?.faults ?? 0,
  };
}
