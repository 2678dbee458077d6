import type pg from "pg";
import { limitsMs } from "./connection";

/**
 * Gives the account of `client` the limits that a unit of work sets for itself, in this database, so that what runs outside
 * of units has them too. A limit that somebody has set already stays. Answers false where the account may not.
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
