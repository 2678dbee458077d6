import { stringify } from "csv-stringify/sync";
import { endOfTurn } from "@/lib/clock";

/** Without it Excel misreads Korean. */
const byteOrderMark = "\uFEFF";

/**
 * A CSV file whose rows are read while it is sent; reading stops if the client disconnects. SQLite reads without waiting
 * for anything: between two pages, requests that have arrived are answered first, such as a payment's.
 */
export function csvFile(
  head: string[],
  pages: AsyncGenerator<string[][], void, undefined>,
): ReadableStream<Uint8Array> {
  const parts = partsOf(head, pages);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) return controller.close();
      controller.enqueue(encoder.encode(value));
      await endOfTurn();
    },
    async cancel() {
      await parts.return();
    },
  });
}

async function* partsOf(
  head: string[],
  pages: AsyncGenerator<string[][], void, undefined>,
): AsyncGenerator<string, void, undefined> {
  yield byteOrderMark + csvOf([head]);
  for await (const rows of pages) yield csvOf(rows);
}

/**
 * The rows in CSV format. Cells that a spreadsheet would evaluate as a formula get a leading apostrophe and are read as
 * text.
 */
export const csvOf = (rows: string[][]): string =>
  stringify(rows, {
    escape_formulas: true,
    // The library checks only the first character; some spreadsheets skip leading blanks.
    cast: { string: (text) => (/^[\s\p{Cf}]+[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text) },
    // A spreadsheet whose locale separates cells with semicolons must not split a cell in two.
    quoted: true,
    record_delimiter: "windows",
  });
