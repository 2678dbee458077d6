import { parse as parseCsv } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { parse as parseYaml, stringify as toYaml } from "yaml";
import type { z } from "zod";
import { ProductSheet } from "../contracts/products";
import { plainWords } from "../http/plain-words";
import { majorUnits, typedAmount } from "../money";

// A shop's products as a file that people edit. Prices are written as people write them: 18000 won, 14.00 dollars.

/** A product of a file, with the stock that the shop had when the file was written, if the file says so. */
const FileRow = ProductSheet.extend({ stock_before: ProductSheet.shape.stock.optional() });
export type FileRow = z.output<typeof FileRow>;

const columns = Object.keys(FileRow.shape) as (keyof FileRow)[];

/** The file cannot be read; each sentence names a product and what is wrong. */
export class FileFaults extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join("\n"));
    this.name = "FileFaults";
  }
}

/** The products of a file, CSV with a header line or a YAML list. Throws FileFaults. */
export function readProducts(text: string, kind: "csv" | "yaml"): FileRow[] {
  const records = kind === "csv" ? recordsOfCsv(text) : recordsOfYaml(text);
  const faults: string[] = [];
  const sheets = records.flatMap((record, at) => {
    const read = FileRow.safeParse(valuesOf(record), { error: plainWords });
    if (read.success) return [read.data];
    const name = `${kind === "csv" ? `line ${at + 2}` : `product ${at + 1}`} (${String(record.sku ?? "no sku")})`;
    // The first fault of each field says enough.
    const byField = new Map(
      read.error.issues.toReversed().map(({ path, message }) => [path.join("."), message]),
    );
    for (const [field, message] of [...byField].toReversed()) faults.push(`${name}: ${field}: ${message}`);
    return [];
  });
  for (const name of ["sku", "slug"] as const) {
    const values = sheets.map((sheet) => sheet[name]);
    const twice = new Set(values.filter((value, at) => values.indexOf(value) !== at));
    for (const value of twice) faults.push(`${value}: the ${name} appears twice`);
  }
  if (records.length === 0) faults.push("The file has no products.");
  if (faults.length > 0) throw new FileFaults(faults);
  return sheets;
}

/** The products as a file that `readProducts` reads. What is sold until then stays sold. */
export function writeProducts(sheets: ProductSheet[], kind: "csv" | "yaml"): string {
  const rows = sheets.map((sheet) => ({
    ...sheet,
    stock_before: sheet.stock,
    price_krw: majorUnits({ amount: sheet.price_krw, currency: "KRW" }),
    price_usd: majorUnits({ amount: sheet.price_usd, currency: "USD" }),
  }));
  if (kind === "yaml") return toYaml(rows);
  return stringify(rows, { header: true, columns, bom: true, cast: { boolean: String } });
}

type Raw = Record<string, unknown>;

function recordsOfCsv(text: string): Raw[] {
  try {
    return parseCsv(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new FileFaults([error instanceof Error ? error.message : "This is not a CSV file."]);
  }
}

function recordsOfYaml(text: string): Raw[] {
  let read: unknown;
  try {
    read = parseYaml(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new FileFaults([error instanceof Error ? error.message : "This is not a YAML file."]);
  }
  if (!Array.isArray(read) || !read.every((one) => typeof one === "object" && one !== null))
    throw new FileFaults(["The file must be a list of products."]);
  return read;
}

/** What a file writes as text, as values; what cannot be read stays, and is refused with its field's name. */
function valuesOf(record: Raw): Raw {
  const amount = (name: "price_krw" | "price_usd", currency: "KRW" | "USD") =>
    typedAmount(String(record[name] ?? ""), currency) ?? record[name];
  return {
    tax_class: "taxable",
    ...record,
    price_krw: amount("price_krw", "KRW"),
    price_usd: amount("price_usd", "USD"),
    stock: numberIn(record.stock),
    position: numberIn(record.position),
    stock_before: record.stock_before === "" ? undefined : numberIn(record.stock_before),
    active: activeIn(record.active),
  };
}

const numberIn = (value: unknown) =>
  typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** A product is for sale unless the file says otherwise. */
function activeIn(value: unknown): unknown {
  if (value === undefined || value === "") return true;
  if (typeof value !== "string") return value;
  return { true: true, yes: true, false: false, no: false }[value.toLowerCase()] ?? value;
}
