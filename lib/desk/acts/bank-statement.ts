import { createHash } from "node:crypto";
import type { z } from "zod";
import { recordAudit } from "@/db/audit";
import { insertBankLines, keepStatement, namedColumns, saveColumns, setKept } from "@/db/bank";
import { db, transaction } from "@/db/store";
import {
  columnsAsNamed,
  findTable,
  headerKey,
  likelyHeader,
  possibleHeaders,
  type Table,
} from "../../bank/columns";
import { type BankLine, type Lines, linesOf } from "../../bank/lines";
import { tableOf } from "../../bank/table";
import { days, later, newId } from "../../clock";
import { type importStatementAtDesk, maxStatementBytes } from "../../contracts/desk/bank";
import { gatewayNamed } from "../../gateways/all-traits";
import { expectedDeposits, spanAround } from "../../payments/settlement/bank";
import { Problem } from "../../problem";
import { seoulDate } from "../../seoul";
import { env } from "../../settings/env";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

type Wish = z.output<typeof importStatementAtDesk.input>;
type Made = z.input<typeof importStatementAtDesk.reply>;

/**
 * Imports a bank's file: keeps the lines that name a gateway or are as large as one of its payouts, and no others, which
 * are other people's. The same file again adds nothing. If its columns are unknown, returns the header that they must be
 * named for. Throws forbidden, statement_unreadable, invalid_request.
 */
export async function importStatement(staff: Staff, wish: Wish, address: string, now: Date): Promise<Made> {
  assertMay(staff, "statements:write");
  const bytes = Buffer.from(wish.file, "base64");
  if (bytes.length > maxStatementBytes) throw new Problem("body_too_large", "The file is too large.");
  const rows = await tableOf(bytes);
  const table = await tableIn(rows, wish.columns);
  if (!table) {
    const header = likelyHeader(rows);
    return { is: "columns", header, names: (rows[header] ?? []).slice(0, 100) };
  }
  const read = linesOf(rows, table, wish.currency);
  const ofGateways = await gatewaysLines(read, wish.currency);
  const { live } = env();
  const by = { importedBy: actorOf(staff), importedAt: now };
  const of = { live, account: wish.account, currency: wish.currency };
  const added = await transaction(async (tx) => {
    if (wish.columns)
      await saveColumns(tx, {
        header: headerKey(rows[table.header] ?? []),
        columns: table.columns,
        savedBy: by.importedBy,
        savedAt: now,
      });
    const { firstDay, lines } = read;
    const lastDay = lastWholeDay(read, now);
    const file = createHash("sha256").update(bytes).digest("base64url");
    const made = { ...of, ...by, id: newId("bst"), file, firstDay, lastDay, lines: lines.length, kept: 0 };
    const statementId = await keepStatement(tx, made);
    const kept = await insertBankLines(
      tx,
      ofGateways.map((line) => ({ ...of, ...line, id: newId("bln"), statementId, createdAt: now })),
    );
    await setKept(tx, statementId);
    await recordAudit(tx, {
      actor: by.importedBy,
      action: "bank_statement_imported",
      subject: wish.account,
      detail: { first_day: firstDay, last_day: lastDay, lines: lines.length, added: kept },
      address,
      at: now,
    });
    return kept;
  });
  return {
    is: "imported",
    lines: read.lines.length,
    of_gateways: ofGateways.length,
    added,
    first_day: read.firstDay,
    last_day: read.lastDay,
  };
}

/**
 * The last day of which the file has everything: a bank also writes days that are still to come, if it was asked for all
 * of this month, and a day is not over when its file is made.
 */
function lastWholeDay({ firstDay, lastDay }: Lines, now: Date) {
  const yesterday = seoulDate(later(now, -days(1)));
  return [firstDay, lastDay < yesterday ? lastDay : yesterday].toSorted().at(-1) ?? lastDay;
}

/** Where the table is and what its columns are: as staff say now, as they said before, or by the banks' words. */
async function tableIn(rows: string[][], named: Wish["columns"]): Promise<Table | undefined> {
  if (!named) {
    const known = await namedColumns(db, possibleHeaders(rows));
    return findTable(rows, (key) => known.get(key));
  }
  const header = rows[named.header];
  if (!header) throw new Problem("invalid_request", "The file has no such row.");
  return { header: named.header, columns: columnsAsNamed(header, named) };
}

/** Lines that name a gateway, and those that are as large as a payout of these days. */
async function gatewaysLines({ lines, firstDay, lastDay }: Lines, currency: string): Promise<BankLine[]> {
  const expected = await expectedDeposits(db, spanAround(firstDay, lastDay, env().live));
  const amounts = new Set(
    expected.filter((payout) => payout.currency === currency).map(({ amount }) => amount),
  );
  return lines.filter(({ description, amount }) => gatewayNamed(description) !== null || amounts.has(amount));
}
