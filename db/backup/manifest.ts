import { z } from "zod";

/** The manifest beside a backup's files: what they are, as of when, and what a restore must find in them. */
const Manifest = z.object({
  format: z.literal(1),
  engine: z.enum(["sqlite", "postgresql"]),
  /** The moment the copy reflects, ISO 8601. */
  moment: z.iso.datetime(),
  /** When its newest migration was made, in milliseconds since 1970. */
  migration: z.int(),
  /** The PostgreSQL schema of the tables. */
  schema: z.string().optional(),
  /** Rows by table. */
  rows: z.record(z.string(), z.int()),
  /** The books: amounts in minor units, live and test separate. */
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

/** What an engine reports about a copy it made; the files are added once they are complete. */
export type Contents = Omit<Manifest, "format" | "files">;

/** Throws if the text is not a manifest that this release understands. */
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

/** Counts payments whose captured money is not in the books; it must be 0. */
export const unposted = `
  SELECT count(*) AS found FROM payments p WHERE captured > 0
  AND NOT EXISTS (SELECT 1 FROM transfers t WHERE t.payment_id = p.id AND t.cause = 'capture')`;

type SumRow = { live: unknown; currency: string; debit: string; credit: string; amount: unknown };

/** Both engines' rows in one format. */
export const readSums = (rows: SumRow[]): Contents["sums"] =>
  rows.map((row) => ({ ...row, live: Boolean(row.live), amount: Number(row.amount) }));

/** How the restored data differs from what was copied; empty if it does not. */
export function differences(copied: Contents, found: Contents): string[] {
  const tables = [...new Set([...Object.keys(copied.rows), ...Object.keys(found.rows)])].sort();
  return [
    ...tables
      .filter((table) => copied.rows[table] !== found.rows[table])
      .map((table) => `${table}: ${copied.rows[table] ?? 0} rows copied, ${found.rows[table] ?? 0} found`),
    ...(JSON.stringify(copied.sums) === JSON.stringify(found.sums) ? [] : ["the books have other sums"]),
  ];
}
