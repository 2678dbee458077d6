import { createHash } from "node:crypto";
import type { BankColumns } from "@/db/schema";
import { typedAmount } from "../money";
import { Problem } from "../problem";
import type { Table } from "./columns";

const unreadable = (field: string, detail: string) =>
  new Problem("statement_unreadable", detail, { errors: [{ field, message: detail }] });

/** One line of a bank statement. */
export type BankLine = {
  /** In the bank's time: 2028-02-05. */
  day: string;
  /** As the bank writes it, such as 14:03:22; null if it does not. */
  time: string | null;
  /** In minor units; negative if it was taken from the account. */
  amount: number;
  description: string;
  /** The same for the same line in another file of the same account. */
  key: string;
};

/** The lines of a statement, and which days it covers. */
export type Lines = { lines: BankLine[]; firstDay: string; lastDay: string };

/**
 * Reads the lines below a table's header. Rows without a day, such as sums, are left out. Throws statement_unreadable
 * with the row's number.
 */
export function linesOf(rows: string[][], { header, columns }: Table, currency: string): Lines {
  const seen = new Map<string, number>();
  const lines: BankLine[] = [];
  for (const [at, row] of rows.entries()) {
    if (at <= header) continue;
    const when = readDay(row[columns.day] ?? "");
    if (!when) continue;
    const amount = amountIn(row, columns, currency);
    if (amount === undefined)
      throw unreadable(`file.${at + 1}`, `Row ${at + 1} has an amount that is no ${currency} amount.`);
    if (amount === 0) continue;
    const time = when.time ?? readTime(cell(row, columns.time));
    const description = [...new Set(columns.description.map((n) => cell(row, n)))]
      .filter(Boolean)
      .join(" · ");
    const said = [when.day, time, amount, description, cell(row, columns.balance).replace(/[^\d.-]/g, "")];
    const content = JSON.stringify(said);
    const copy = (seen.get(content) ?? 0) + 1;
    seen.set(content, copy);
    const key = createHash("sha256").update(`${content} ${copy}`).digest("base64url");
    lines.push({ day: when.day, time, amount, description: description.slice(0, 200), key });
  }
  const days = [...lines.map(({ day }) => day), ...daysAbove(rows.slice(0, header))].toSorted();
  const [firstDay, lastDay] = [days.at(0), days.at(-1)];
  if (lines.length === 0 || !firstDay || !lastDay)
    throw unreadable("file", "The file has no line with a day and an amount.");
  return { lines, firstDay, lastDay };
}

const cell = (row: string[], at: number | null) =>
  (at === null ? "" : (row[at] ?? "")).replace(/[\s\p{Cc}\p{Cs}]+/gu, " ").trim();

/** A bank writes the days that it was asked for above the table, two in one row. */
const daysAbove = (rows: string[][]) =>
  rows.flatMap((row) => {
    const days = [...row.join(" ").matchAll(/\d{4}[-./]\d{1,2}[-./]\d{1,2}/g)].flatMap(
      ([text]) => readDay(text)?.day ?? [],
    );
    return days.length === 2 ? days : [];
  });

const forms = [
  /^(\d{4})[-./]\s?(\d{1,2})[-./]\s?(\d{1,2})\.?(?:[\sT]|$)/,
  /^(\d{4})년 ?(\d{1,2})월 ?(\d{1,2})일/,
  /^(\d{4})(\d{2})(\d{2})(?:\d{6})?(?:\s|$)/,
];

function readDay(text: string): { day: string; time: string | null } | undefined {
  const trimmed = text.trim();
  for (const form of forms) {
    const [whole, year, month = "", date = ""] = form.exec(trimmed) ?? [];
    if (whole === undefined) continue;
    const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
    if (!isDay(day)) return undefined;
    return { day, time: readTime(trimmed.slice(whole.length)) };
  }
  return undefined;
}

function isDay(day: string) {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

const readTime = (text: string) => /\d{1,2}:\d{2}(?::\d{2})?/.exec(text)?.[0] ?? null;

/** In minor units, negative if it was taken from the account; undefined if a cell is no amount. */
function amountIn(row: string[], columns: BankColumns, currency: string): number | undefined {
  if (columns.amount !== null && columns.deposit === null) {
    const amount = readAmount(cell(row, columns.amount), currency);
    const isOut = /출금|지급|withdraw|debit/i.test(cell(row, columns.direction));
    return amount !== undefined && isOut ? -Math.abs(amount) : amount;
  }
  const paidIn = readAmount(cell(row, columns.deposit), currency);
  const takenOut = readAmount(cell(row, columns.withdrawal), currency);
  return paidIn === undefined || takenOut === undefined ? undefined : paidIn - Math.abs(takenOut);
}

/** An empty cell is 0. */
function readAmount(text: string, currency: string): number | undefined {
  const [, sign, digits = ""] =
    /^([+-]?)(.*)$/.exec(text.replace(/[−–]/g, "-").replace(/^\((.*)\)$/, "-$1")) ?? [];
  if (digits === "" || /^-+$/.test(digits)) return 0;
  const amount = typedAmount(digits.replace(/\.0+$/, ""), currency);
  return amount === undefined ? undefined : sign === "-" ? -amount : amount;
}
