import { and, asc, desc, eq, gte, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import {
  type BankColumns,
  bankColumns,
  bankLines,
  bankStatements,
  payouts,
  settlementRows,
  standing,
  transfers,
} from "./schema";
import type { Reader, Tx } from "./store";

// Bank statements, and what the gateways should have paid into the bank.

/** Days such as 2028-02-01; `until` is excluded. */
export type DaySpan = { from: string; until: string; live: boolean };

/** Keeps a statement, or notes that the same file was imported again. Returns its ID. */
export async function keepStatement(tx: Tx, statement: typeof bankStatements.$inferInsert): Promise<string> {
  const { importedBy, importedAt } = statement;
  const [row] = await tx
    .insert(bankStatements)
    .values(statement)
    .onConflictDoUpdate({
      target: [bankStatements.live, bankStatements.account, bankStatements.file],
      set: { importedBy, importedAt },
    })
    .returning({ id: bankStatements.id });
  return row?.id ?? statement.id;
}

/** Writes how many lines are kept from a statement. */
export const setKept = (tx: Tx, id: string) =>
  tx
    .update(bankStatements)
    .set({ kept: sql`(SELECT count(*) FROM bank_lines l WHERE l.statement_id = ${id})` })
    .where(eq(bankStatements.id, id));

/** Keeps lines and returns how many are new; a line that is kept already stays as it is. */
export async function insertBankLines(tx: Tx, lines: (typeof bankLines.$inferInsert)[]): Promise<number> {
  let added = 0;
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    const rows = await tx
      .insert(bankLines)
      .values(lines.slice(from, from + linesAtOnce))
      .onConflictDoNothing()
      .returning({ id: bankLines.id });
    added += rows.length;
  }
  return added;
}

/** A line has 11 columns, and SQLite takes 32,766 values in a statement. */
const linesAtOnce = 1_000;

export const bankLinesOfSpan = (db: Reader, { from, until, live }: DaySpan) =>
  db
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.live, live), gte(bankLines.day, from), lt(bankLines.day, until)))
    .orderBy(asc(bankLines.day), asc(bankLines.id));

/** The statements that cover days of a span, newest first. */
export const statementsOfSpan = (db: Reader, { from, until, live }: DaySpan) =>
  db
    .select()
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.live, live),
        gte(bankStatements.lastDay, from),
        lt(bankStatements.firstDay, until),
      ),
    )
    .orderBy(desc(bankStatements.importedAt), desc(bankStatements.id));

/** The names of the accounts that statements were imported for, with their currency. */
export const bankAccounts = (db: Reader, live: boolean) =>
  db
    .selectDistinct({ account: bankStatements.account, currency: bankStatements.currency })
    .from(bankStatements)
    .where(eq(bankStatements.live, live))
    .orderBy(asc(bankStatements.account));

/** The columns that staff have named for these headers, by header. */
export async function namedColumns(db: Reader, headers: string[]): Promise<Map<string, BankColumns>> {
  const rows = await db.select().from(bankColumns).where(inArray(bankColumns.header, headers));
  return new Map(rows.map(({ header, columns }) => [header, columns]));
}

export const saveColumns = (tx: Tx, row: typeof bankColumns.$inferInsert) =>
  tx
    .insert(bankColumns)
    .values(row)
    .onConflictDoUpdate({
      target: bankColumns.header,
      set: { columns: row.columns, savedBy: row.savedBy, savedAt: row.savedAt },
    });

const { gateway, live, currency, payoutOn, payout, net, copy, gatewayRow } = settlementRows;

const ofSpan = ({ from, until, live: isLive }: DaySpan) =>
  and(eq(live, isLive), gte(payoutOn, from), lt(payoutOn, until), standing(), eq(copy, 1));

const whole = (value: ReturnType<typeof sql>) => value.mapWith(Number);

/**
 * What is paid out by day and payout, in minor units: all rows, and those that are posted. Payouts that the
 * gateway reports have their ID.
 */
export const paidOutSums = (db: Reader, span: DaySpan) =>
  db
    .select({
      gateway,
      currency,
      day: sql<string>`${payoutOn}`,
      payout,
      listed: whole(sql`sum(${net})`),
      posted: whole(sql`sum(CASE WHEN ${settlementRows.postedAt} IS NOT NULL THEN ${net} ELSE 0 END)`),
    })
    .from(settlementRows)
    .where(and(ofSpan(span), isNotNull(settlementRows.paidOutAt)))
    .groupBy(gateway, currency, payoutOn, payout)
    .orderBy(asc(payoutOn), asc(gateway), asc(currency), asc(payout));

/**
 * What the books have in the bank for rows that are paid out in a span, by currency, in minor units. A row that changed
 * is posted once for each version.
 */
export const bookedAtBank = (db: Reader, span: DaySpan) => {
  const postedAs = (owner: SQL) => sql`
    SELECT ${currency} AS currency,
      CASE WHEN ${transfers.debit} = 'bank' THEN ${transfers.amount} ELSE -${transfers.amount} END AS booked
    FROM ${settlementRows}
    JOIN settlement_rows AS version ON version.gateway = ${gateway} AND version.live = ${live}
      AND version.gateway_row = ${gatewayRow} AND version.copy = 1
    JOIN ${transfers} ON ${owner} AND ${transfers.cause} = 'payout'
      AND ${transfers.transaction} =
        CASE WHEN version.version = 1 THEN version.gateway_row ELSE version.gateway_row || '~' || version.version END
    WHERE ${ofSpan(span)}`;
  const ofPayment = sql`${transfers.paymentId} = ${settlementRows.paymentId}`;
  const ofAccount = sql`${settlementRows.paymentId} IS NULL AND ${transfers.paymentId} IS NULL
    AND ${transfers.live} = ${live} AND ${transfers.keyPair} = ${settlementRows.keyPair}`;
  const sums = sql`(
    SELECT currency, sum(booked) AS booked FROM (${postedAs(ofPayment)} UNION ALL ${postedAs(ofAccount)}) AS rows
    GROUP BY currency
  ) AS sums`;
  return db.select({ currency: sql<string>`sums.currency`, booked: whole(sql`sums.booked`) }).from(sums);
};

/** Payouts that a gateway reports and that arrive in a span. */
export const reportedPayouts = (db: Reader, { from, until, live: isLive }: DaySpan) =>
  db
    .select()
    .from(payouts)
    .where(and(eq(payouts.live, isLive), gte(payouts.arrivesOn, from), lt(payouts.arrivesOn, until)))
    .orderBy(asc(payouts.arrivesOn), asc(payouts.id));
