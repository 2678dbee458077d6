import type { figures } from "./figures";

type Figures = Pick<Awaited<ReturnType<typeof figures>>, "days" | "failures">;
type Failure = Figures["failures"][number];

/** How many attempts ended with money, and how many without. */
export type Rate = { approved: number; failed: number };

export type Way = Rate & Pick<Failure, "gateway" | "method">;
export type Reason = Pick<Failure, "gateway" | "code" | "n">;

export type Rates = {
  total: Rate;
  /** By gateway and payment method, most attempts first. */
  ways: Way[];
  /** Why attempts failed, whatever the method, most frequent first. */
  reasons: Reason[];
};

/** How attempts ended in a period: those that paid, from the books, and those that failed. Open ones are in neither. */
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
    wayOf({ gateway, method }).failed += n;
    const key = `${gateway} ${code}`;
    reasons.set(key, { gateway, code, n: n + (reasons.get(key)?.n ?? 0) });
  }
  const all = [...ways.values()].filter((way) => attemptsOf(way) > 0);
  const sum = (of: keyof Rate) => all.reduce((total, way) => total + way[of], 0);
  return {
    total: { approved: sum("approved"), failed: sum("failed") },
    ways: all.toSorted((a, b) => attemptsOf(b) - attemptsOf(a)),
    reasons: [...reasons.values()].toSorted((a, b) => b.n - a.n),
  };
}

export const attemptsOf = ({ approved, failed }: Rate) => approved + failed;

/** The share of attempts that paid, 0 to 1; undefined if there were none. */
export const approvalOf = (rate: Rate | undefined): number | undefined =>
  rate && attemptsOf(rate) > 0 ? rate.approved / attemptsOf(rate) : undefined;
