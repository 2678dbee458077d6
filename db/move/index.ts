import type pg from "pg";
import { withoutLimits } from "../migration-lock";
import type { Fingerprint } from "./fingerprint";
import type { Source } from "./source";
import { type Sums, sumsOfSource, sumsOfTarget } from "./sums";
import { copyInto, fingerprintOf, isEmpty, type TargetTable, tablesOf, withoutChecks } from "./target";

/** The two databases differ, or could not be moved. Nothing was changed. */
export class MoveRefused extends Error {}

/** What was found to be equal on both sides. */
export type Proof = {
  tables: { name: string; print: Fingerprint }[];
  sums: Sums;
};

export type Progress = (table: string, written: number, of: number) => void;

/** Tables that migrations fill; their rows are replaced by what is moved. */
const ofMigrations = new Set(["settings"]);

/** Throws MoveRefused if PostgreSQL has rows that no migration wrote. */
export async function refuseUnlessEmpty(client: pg.Client) {
  for (const { name } of await tablesOf(client))
    if (!ofMigrations.has(name) && !(await isEmpty(client, name)))
      throw new MoveRefused(
        `The database to move to is not empty: its table ${name} has rows. Make a new one.`,
      );
}

/**
 * Copies every row into PostgreSQL, where the tables exist already, and verifies that both hold the same: all in one
 * transaction, so that an aborted move leaves nothing behind. Throws MoveRefused if something differs.
 */
export async function moveRows(source: Source, client: pg.Client, onProgress: Progress): Promise<Proof> {
  const tables = matched(source, await tablesOf(client));
  let proof: Proof | undefined;
  await withoutLimits(client, async () => {
    await client.query("SET LOCAL maintenance_work_mem = '256MB'");
    await client.query(`TRUNCATE ${tables.map(({ to }) => client.escapeIdentifier(to.name)).join(", ")}`);
    const putBack = await withoutChecks(client);
    const read: Proof["tables"] = [];
    for (const { from, to } of tables) {
      const rows = from.rows(to.columns.map(({ name, type }) => ({ name, isNumber: type === "number" })));
      const print = await copyInto(client, to, rows, (n) => onProgress(to.name, n, from.count));
      read.push({ name: to.name, print });
    }
    await putBack();
    proof = await proven(client, tables, read, sumsOfSource(source));
  });
  if (!proof) throw new Error("A move ended without a proof.");
  return proof;
}

/** Pairs each table with its counterpart. Throws if one side has a table or column that the other lacks. */
function matched(source: Source, targets: TargetTable[]) {
  const odd = source.tables.find(({ name }) => !targets.some((target) => target.name === name));
  if (odd) throw new MoveRefused(`The file has a table ${odd.name}, for which PostgreSQL has none.`);
  return targets.map((to) => {
    const from = source.tables.find(({ name }) => name === to.name);
    const columns = to.columns.map(({ name }) => name).toSorted();
    if (!from || from.columns.toSorted().join() !== columns.join())
      throw new MoveRefused(`The table ${to.name} is not the same in the file and in PostgreSQL.`);
    return { from, to };
  });
}

async function proven(
  client: pg.Client,
  tables: { to: TargetTable }[],
  read: Proof["tables"],
  sums: Sums,
): Promise<Proof> {
  for (const [at, { to }] of tables.entries()) {
    const [print, written] = [read[at]?.print, await fingerprintOf(client, to)];
    if (print?.rows !== written.rows || print.sum !== written.sum)
      throw new MoveRefused(`The table ${to.name} does not hold the same on both sides. Nothing was moved.`);
  }
  const moved = await sumsOfTarget(client);
  const differs = [...new Set([...sums.keys(), ...moved.keys()])].find(
    (name) => sums.get(name) !== moved.get(name),
  );
  if (differs) throw new MoveRefused(`The sums of ${differs} differ. Nothing was moved.`);
  return { tables: read, sums };
}
