import type pg from "pg";
import { limitsMs } from "./connection";

/**
 * Gives the account of `client` the same limits in this database that a unit of work sets, so that they also apply
 * outside of units. A limit that is already set stays. Returns false if the account may not change its settings.
 */
export async function keepLimits(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ database: string }>("SELECT current_database() AS database");
  const database = client.escapeIdentifier(rows[0]?.database ?? "");
  for (const [name, ms] of Object.entries(limitsMs)) {
    const { rows: set } = await client.query<{ value: string }>("SELECT current_setting($1) AS value", [
      name,
    ]);
    if (set[0]?.value !== "0") continue;
    try {
      await client.query(`ALTER ROLE CURRENT_USER IN DATABASE ${database} SET ${name} = ${ms}`);
    } catch {
      return false;
    }
  }
  return true;
}
