import { failuresByReason, type SoldDay, soldByDay } from "@/db/desk/figures";
import { db } from "@/db/store";
import { days, later } from "@/lib/clock";
import { seoulMidnight } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";

/**
 * Sales and refunds by day and payment method, from the books, and why attempts failed, for days in Seoul from `from`
 * through `to`, such as 2026-11-21. Covers the shop's current mode only: live and test money never mix. Amounts in
 * minor units; days without activity are left out. Throws forbidden.
 */
export async function figures(staff: Staff, { from, to }: { from: string; to: string }) {
  assertMay(staff, "orders:read");
  const span = { from: seoulMidnight(from), until: later(seoulMidnight(to), days(1)), live: env().live };
  const [sold, failures] = await Promise.all([soldByDay(db, { from, to }, span), failuresByReason(db, span)]);
  return {
    live: span.live,
    days: together(sold)
      // A day whose sales were all canceled out by refunds still counts.
      .filter(
        ({ sales, refunds, disputed, sold: n, givenBack }) => sales || refunds || disputed || n || givenBack,
      )
      .toSorted(
        (a, b) => compare(a.day, b.day) || compare(a.method, b.method) || compare(a.currency, b.currency),
      ),
    failures: failures
      .map(({ code, ...rest }) => ({ ...rest, code: code ?? "" }))
      .toSorted((a, b) => b.n - a.n || compare(a.code, b.code)),
  };
}

/** One row for each day, method and currency. */
function together(rows: SoldDay[]) {
  const found = new Map<string, SoldDay>();
  for (const { day, gateway, method, currency, ...sums } of rows) {
    const key = [day, gateway, method, currency].join();
    const { sales = 0, refunds = 0, disputed = 0, sold = 0, givenBack = 0 } = found.get(key) ?? {};
    found.set(key, {
      day,
      gateway,
      method,
      currency,
      sales: sales + sums.sales,
      refunds: refunds + sums.refunds,
      disputed: disputed + sums.disputed,
      sold: sold + sums.sold,
      givenBack: givenBack + sums.givenBack,
    });
  }
  return [...found.values()];
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
