import type pg from "pg";
import type { Source } from "./source";

/** The balance of an account in a currency, live and test separate, by keys like `live KRW sales`. */
export type Sums = Map<string, bigint>;

const wanted = ["live", "currency", "debit", "credit", "amount"].map((name) => ({
  name,
  isNumber: name === "amount",
}));

/** Sums of the old books, added up one transfer at a time. */
export function sumsOfSource(source: Source): Sums {
  const sums: Sums = new Map();
  for (const row of source.tables.find(({ name }) => name === "transfers")?.rows(wanted) ?? [])
    book(sums, Number(row[0]) === 1, row.slice(1).map(String), BigInt(String(row[4])));
  return sums;
}

/** Sums of the new books, added up by PostgreSQL. */
export async function sumsOfTarget(client: pg.Client): Promise<Sums> {
  const { rows } = await client.query<
    Record<"currency" | "debit" | "credit" | "amount", string> & { live: boolean }
  >("SELECT live, currency, debit, credit, sum(amount)::text AS amount FROM transfers GROUP BY 1, 2, 3, 4");
  const sums: Sums = new Map();
  for (const { live, currency, debit, credit, amount } of rows)
    book(sums, live, [currency, debit, credit], BigInt(amount));
  return sums;
}

function book(sums: Sums, live: boolean, [currency, debit, credit]: string[], amount: bigint) {
  const add = (account: string | undefined, by: bigint) => {
    const name = `${live ? "live" : "test"} ${currency} ${account}`;
    sums.set(name, (sums.get(name) ?? 0n) + by);
  };
  add(debit, -amount);
  add(credit, amount);
}
