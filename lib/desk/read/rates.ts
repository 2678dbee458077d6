import type { figures } from "./figures";

type Figures = Pick<Awaited<ReturnType<typeof figures>>, "days" | "failures">;
type Failure = Figures["failures"][number];

/** How many attempts paid, and how many were refused. */
export type Rate = { approved: number; failed: number };

export type Way = Rate & Pick<Failure, "gateway" | "method">;
export type Reason = Pick<Failure, "gateway" | "code" | "n">;

export type Rates = {
  total: Rate;
  /** By gateway and payment method, most attempts first. */
  ways: Way[];
  /** Why attempts failed, whatever the method, most frequent first. */
  reasons: Reason[];
  /** All attempts that paid or have a reason, of which each reason is a share. */
  ended: number;
};

/** The code of attempts that nobody completed in time: a closed page, or an account without a deposit. */
const notCompleted = "EXPIRED_PAYMENT";

/**
 * How attempts ended in a period: those that paid, from the books, and those that failed, including declined ones whose
 * page is still open. An attempt that nobody completed was not refused: it is a reason, but in no rate.
 */
export function ratesOf({ days, failures }: Figures): Rates {
  const ways = new Map<string, Way>();
  const wayOf = ({ gateway, method }: Pick<Failure, "gateway" | "method">) => {
    const key = `${gateway} ${method}`;
    const way = ways.get(key) ?? { gateway, method, approved: 0, failed: 0 };
    ways.set(key, way);
    return way;
  };
  const reasons = new Map<string, Reason>();
  for (const day of days) wayOf(day).approved += day.sold;
  for (const { gateway, method, code, n } of failures) {
    if (code !== notCompleted) wayOf({ gateway, method }).failed += n;
    const key = `${gateway} ${code}`;
    reasons.set(key, { gateway, code, n: n + (reasons.get(key)?.n ?? 0) });
  }
  const all = [...ways.values()].filter((way) => attemptsOf(way) > 0);
  const sum = (of: keyof Rate) => all.reduce((total, way) => total + way[of], 0);
  return {
    total: { approved: sum("approved"), failed: sum("failed") },
    ways: all.toSorted((a, b) => attemptsOf(b) - attemptsOf(a)),
    reasons: [...reasons.values()].toSorted((a, b) => b.n - a.n),
    ended: sum("approved") + failures.reduce((total, { n }) => total + n, 0),
  };
}

export const attemptsOf = ({ approved, failed }: Rate) => approved + failed;

/** The share of attempts that paid, 0 to 1; undefined if there were none. */
export const approvalOf = (rate: Rate | undefined): number | undefined =>
  rate && attemptsOf(rate) > 0 ? rate.approved / attemptsOf(rate) : undefined;
