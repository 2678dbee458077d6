import { pageCheckOf } from "@/db/page-checks";
import { db } from "@/db/store";
import { days } from "@/lib/clock";
import { uncheckedMs } from "@/lib/page-check/nightly";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";

export type PagesHealth = {
  checkedAt: Date | null;
  /** How many whole days ago the check was. */
  daysAgo: number;
  /** Whether a live shop's pages have not been checked for too long, or never. */
  isOverdue: boolean;
  differences: string[];
  differsSince: Date | null;
  scripts: number;
};

/** The result of the latest check of the shopper pages. Throws forbidden. */
export async function pagesHealth(staff: Staff, at: Date): Promise<PagesHealth> {
  assertMay(staff, "orders:read");
  const check = await pageCheckOf(db, env().appUrl);
  const agoMs = check ? at.getTime() - check.checkedAt.getTime() : 0;
  return {
    checkedAt: check?.checkedAt ?? null,
    daysAgo: Math.floor(agoMs / days(1)),
    isOverdue: check ? agoMs > uncheckedMs : env().live,
    differences: check?.differences ?? [],
    differsSince: check?.differsSince ?? null,
    scripts: check?.scripts.length ?? 0,
  };
}
