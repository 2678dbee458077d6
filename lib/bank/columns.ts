import { createHash } from "node:crypto";
import type { BankColumns } from "@/db/schema";

// Where a bank's table begins, and which column says what. The words are those of the files of 국민, 신한, 우리, 하나,
// 기업, 농협, 카카오뱅크 and 토스뱅크, as their customers can export them.

type Words = Record<Exclude<keyof BankColumns, "description">, readonly string[]>;

/** Names of columns without spaces, units and case; the first one that a header has is taken. */
const words: Words = {
  day: ["거래일시", "거래일자", "거래일", "거래날짜", "일시", "일자", "날짜", "date", "transactiondate"],
  time: ["거래시간", "거래시각", "시간", "time"],
  deposit: ["입금액", "입금금액", "입금", "맡기신금액", "받으신금액", "deposit", "credit", "paidin"],
  withdrawal: ["출금액", "출금금액", "출금", "찾으신금액", "지급금액", "withdrawal", "debit", "paidout"],
  amount: ["거래금액", "금액", "amount"],
  direction: ["구분", "입출금구분", "거래유형", "type"],
  balance: ["거래후잔액", "잔액", "잔고", "balance"],
};

const descriptions = new Set([
  ...["적요", "내용", "기재내용", "거래내용", "거래기록사항", "보낸분/받는분", "의뢰인/수취인"],
  ...["보낸분", "의뢰인", "입금자명", "상대계좌예금주명", "거래처", "송금메모", "이체메모", "통장메모"],
  ...["description", "details", "memo", "payee"],
]);

/** How far below the top a table may begin. */
const deepestHeader = 40;

const normal = (cell: string) =>
  cell
    .replace(/\((원|krw|₩|usd|\$)\)/gi, "")
    .replace(/[\s.*]/g, "")
    .toLowerCase();

/** Identifies a header: the same bank's next file has the same one. */
export const headerKey = (header: string[]) =>
  createHash("sha256")
    .update(JSON.stringify(header.map(normal)))
    .digest("hex");

export type Table = { header: number; columns: BankColumns };

/** Where a file's table begins and what its columns are, by what staff have named before or by the banks' words. */
export function findTable(
  rows: string[][],
  named: (key: string) => BankColumns | undefined,
): Table | undefined {
  for (const [at, row] of rows.slice(0, deepestHeader).entries()) {
    const columns = named(headerKey(row)) ?? guessed(row);
    if (columns) return { header: at, columns };
  }
  return undefined;
}

/** The headers that staff may have named columns for. */
export const possibleHeaders = (rows: string[][]) => rows.slice(0, deepestHeader).map(headerKey);

/** Where a table of an unknown bank most likely begins: at the first of its widest rows. */
export function likelyHeader(rows: string[][]): number {
  const widths = rows.slice(0, deepestHeader).map((row) => row.filter((cell) => cell !== "").length);
  return Math.max(0, widths.indexOf(Math.max(...widths)));
}

function guessed(header: string[]): BankColumns | undefined {
  const names = header.map(normal);
  const found = columnsNamed(names);
  const { day, deposit, amount, description } = found;
  if (day === null || (deposit === null && amount === null) || description.length === 0) return undefined;
  return { ...found, day };
}

const columnsNamed = (names: string[]) => {
  const of = (wanted: readonly string[]) => {
    const word = wanted.find((name) => names.includes(name));
    return word === undefined ? null : names.indexOf(word);
  };
  return {
    day: of(words.day),
    time: of(words.time),
    deposit: of(words.deposit),
    withdrawal: of(words.withdrawal),
    amount: of(words.amount),
    direction: of(words.direction),
    balance: of(words.balance),
    description: names.flatMap((name, at) => (descriptions.has(name) ? [at] : [])),
  };
};

/** What staff say about a header that no bank's words explain. */
export type NamedColumns = Pick<BankColumns, "day" | "withdrawal"> & { deposit: number; description: number };

/** The columns as staff named them, with what else the header says by itself. */
export function columnsAsNamed(
  header: string[],
  { day, deposit, withdrawal, description }: NamedColumns,
): BankColumns {
  const { time, balance } = columnsNamed(header.map(normal));
  return {
    day,
    time,
    deposit,
    withdrawal,
    amount: null,
    direction: null,
    balance,
    description: [description],
  };
}
