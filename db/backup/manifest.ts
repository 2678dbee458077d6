import { z } from "zod";

/** What stands beside a backup's files: what they are, when they were so, and what must be found in them again. */
const Manifest = z.object({
  format: z.literal(1),
  engine: z.enum(["sqlite", "postgresql"]),
  /** The moment as of which everything in it is so, ISO 8601. */
  moment: z.iso.datetime(),
  /** When the newest migration in it was made, in milliseconds since 1970. */
  migration: z.int(),
  /** Where the tables were on PostgreSQL. */
  schema: z.string().optional(),
  /** Rows by table. */
  rows: z.record(z.string(), z.int()),
  /** The books: amounts in minor units, live and test apart. */
  sums: z.array(
    z.object({
      live: z.boolean(),
      currency: z.string(),
      debit: z.string(),
      credit: z.string(),
      amount: z.int(),
    }),
  ),
  files: z.array(
    z.object({ name: z.string().regex(/^[\w.-]+$/), bytes: z.int(), sha256: z.string().length(64) }),
  ),
});

export type Manifest = z.output<typeof Manifest>;

/** What an engine says of a copy it made; the files are added once they are whole. */
export type Contents = Omit<Manifest, "format" | "files">;

/** Throws where the text is no manifest that this release understands. */
export function parseManifest(text: string): Manifest {
  const parsed = Manifest.safeParse(jsonOf(text));
  if (!parsed.success) throw new Error("Its manifest.json is not one that this release understands.");
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const sumsOfBooks = `
  SELECT live, currency, debit, credit, sum(amount) AS amount FROM transfers
  GROUP BY live, currency, debit, credit ORDER BY live, currency, debit, credit`;

/** Payments whose money was taken and is not in the books; there are none. */
export const unposted = `
  SELECT count(*) AS found FROM payments p WHERE captured > 0
  AND NOT EXISTS (SELECT 1 FROM transfers t WHERE t.payment_id = p.id AND t.cause = 'capture')`;

type SumRow = { live: unknown; currency: string; debit: string; credit: string; amount: unknown };

/** Both engines' rows in one form. */
export const readSums = (rows: SumRow[]): Contents["sums"] =>
  rows.map((row) => ({ ...row, live: Boolean(row.live), amount: Number(row.amount) }));

/** Where what was put back differs from what was copied; empty where nothing does. */
export function differences(copied: Contents, found: Contents): string[] {
  const tables = [...new Set([...Object.keys(copied.rows), ...Object.keys(found.rows)])].sort();
  return [
    ...tables
      .filter((table) => copied.rows[table] !== found.rows[table])
      .map((table) => `${table}: ${copied.rows[table] ?? 0} rows copied, ${found.rows[table] ?? 0} found`),
    ...(JSON.stringify(copied.sums) === JSON.stringify(found.sums) ? [] : ["the books have other sums"]),
  ];
}
