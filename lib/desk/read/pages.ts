import { pageCheckOf } from "@/db/page-checks";
import { db } from "@/db/store";
import { days } from "@/lib/clock";
import { uncheckedMs } from "@/lib/page-check/nightly";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";

export type PagesHealth = {
  checkedAt: Date | null;
  /** How many whole days ago that was. */
  daysAgo: number;
  /** True where a live shop's pages were not checked for too long, or never. */
  isOverdue: boolean;
  differences: string[];
  differsSince: Date | null;
  scripts: number;
};

/** How the newest check of shoppers' pages ended. Throws forbidden. */
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
