import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { copyTemplate, demo, type Engine, makeTemplate, removeCopies } from "../scripts/kit/test-databases";

/** How long the desk's readers take in a shop with this many orders, in milliseconds. */
export type DeskRow = { engine: Engine; orders: number; what: string; p50: number; p95: number };

/** The number of orders: a new shop, and one that has sold for years. */
export const shopSizes = [1_000, 100_000];

/**
 * Runs each engine and size in a separate process with a fresh database. Only the readers are measured, without HTTP.
 */
export async function measureDesk(engine: Engine): Promise<DeskRow[]> {
  const template = await makeTemplate(engine, ["scripts/migrate.ts", "scripts/seed.ts"]);
  const rows: DeskRow[] = [];
  try {
    for (const orders of shopSizes) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["--import", "tsx", "bench/desk-readers.ts", String(orders)],
        { env: { ...process.env, ...demo, DATABASE_URL: await copyTemplate(template) } },
      );
      const found: Omit<DeskRow, "engine" | "orders">[] = JSON.parse(stdout);
      for (const row of found) {
        rows.push({ engine, orders, ...row });
        console.log(
          `  ${engine}, ${orders} orders`.padEnd(34),
          row.what.padEnd(36),
          `p50 ${row.p50.toFixed(1)} ms`.padStart(16),
          `p95 ${row.p95.toFixed(1)} ms`.padStart(16),
        );
      }
    }
    return rows;
  } finally {
    await removeCopies(template);
  }
}
