/** What is drawn, from the line outward: sales above it; refunds and disputes below it. */
export const series = ["sales", "refunds", "disputed"] as const;
export type Series = (typeof series)[number];
export type SeriesNames = Record<Series, string>;

/** The bars for one day or one method. Disputes are drawn only if there are any. */
export type Bars = Record<Series, number> & { label: string };

export const drawn = (bars: Record<Series, number>[]): Series[] =>
  series.filter((name) => name !== "disputed" || bars.some(({ disputed }) => disputed !== 0));

/** Refunds are hollow, so that they also differ in print. */
export const looks: Record<Series, { fill: string; stroke: string }> = {
  sales: { fill: "var(--color-accent)", stroke: "var(--color-accent)" },
  refunds: { fill: "var(--color-notice-wash)", stroke: "var(--color-notice)" },
  disputed: { fill: "var(--color-danger)", stroke: "var(--color-danger)" },
};
