import { parse } from "csv-parse/sync";
import { Problem } from "../problem";
import { readXlsx, TooLarge } from "./xlsx";

const unreadable = (detail: string) =>
  new Problem("statement_unreadable", detail, { errors: [{ field: "file", message: detail }] });

/**
 * The cells of a bank's file, row by row: CSV in UTF-8, UTF-16 or EUC-KR (CP949), or the first sheet of an XLSX file.
 * Throws statement_unreadable.
 */
export async function tableOf(bytes: Uint8Array): Promise<string[][]> {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return sheetOf(bytes);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw unreadable("This is an XLS file of old Excel. Open it and save it as XLSX or CSV.");
  const text = decoded(bytes);
  if (text.trimStart().startsWith("<"))
    throw unreadable(
      "This is a web page named like a spreadsheet. Open it in Excel and save it as XLSX or CSV.",
    );
  try {
    const rows: string[][] = parse(text, {
      delimiter: text.includes("\t") ? "\t" : ",",
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
    return rows.map((row) => row.map(plain));
  } catch {
    throw unreadable("This is not a CSV file.");
  }
}

const startsWith = (bytes: Uint8Array, signature: number[]) =>
  signature.every((byte, at) => bytes[at] === byte);

/** Korean banks write UTF-8 with or without a byte order mark, or EUC-KR, which decoders take for CP949. */
function decoded(bytes: Uint8Array): string {
  const encodings = startsWith(bytes, [0xff, 0xfe]) ? ["utf-16le"] : ["utf-8", "euc-kr"];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {}
  }
  throw unreadable("The file is in no known encoding. Save it as CSV UTF-8 or XLSX.");
}

/** Some banks write cells as formulas, such as ="0012", so that Excel keeps leading zeros. */
const plain = (cell: string) => /^="(.*)"$/.exec(cell)?.[1] ?? cell;

async function sheetOf(bytes: Uint8Array): Promise<string[][]> {
  try {
    const rows = await readXlsx(bytes);
    return rows.map((row) => row.map(told)).filter((row) => row.some((cell) => cell !== ""));
  } catch (error) {
    if (error instanceof TooLarge) throw unreadable("The file is too large. Export a shorter time.");
    throw unreadable("This XLSX file cannot be read. If it has a password, save it without one.");
  }
}

/** Excel's days and times have no zone; the library gives them as if they were UTC. */
const told = (cell: unknown): string =>
  cell instanceof Date ? cell.toISOString().slice(0, 19).replace("T", " ") : String(cell ?? "").trim();
