import type { figures } from "./figures";

type Row = Awaited<ReturnType<typeof figures>>["days"][number];

/** Amounts in minor units, and the number of payments and refunds. */
export type Sums = Pick<Row, "sales" | "refunds" | "disputed" | "sold" | "givenBack">;
export type CurrencySums = {
  currency: Row["currency"];
  total: Sums;
  /** One for each day of the span, including days without activity. */
  days: (Sums & { day: string })[];
  /** Best-selling first. */
  methods: (Sums & { method: Row["method"] })[];
};

/** The figures of each currency separately: won and dollars cannot be added. `span` lists every day to report. */
export const sumsByCurrency = (rows: Row[], span: string[]): CurrencySums[] =>
  unique(rows.map(({ currency }) => currency))
    .toSorted()
    .map((currency) => {
      const own = rows.filter((row) => row.currency === currency);
      return {
        currency,
        total: sumOf(own),
        days: span.map((day) => ({ day, ...sumOf(own.filter((row) => row.day === day)) })),
        methods: unique(own.map(({ method }) => method))
          .map((method) => ({ method, ...sumOf(own.filter((row) => row.method === method)) }))
          .toSorted((a, b) => b.sales - a.sales),
      };
    });

/** What is left of the sales after refunds and disputes. */
export const netOf = ({ sales, refunds, disputed }: Sums) => sales - refunds - disputed;

const sumOf = (rows: Row[]): Sums => {
  const sum = (of: keyof Sums) => rows.reduce((total, row) => total + row[of], 0);
  return {
    sales: sum("sales"),
    refunds: sum("refunds"),
    disputed: sum("disputed"),
    sold: sum("sold"),
    givenBack: sum("givenBack"),
  };
};

const unique = <Value>(values: Value[]) => [...new Set(values)];
