// How an SQLite value is written for PostgreSQL: as COPY text. PostgreSQL writes its rows in the same format, so that
// the two can be compared byte by byte.

/** A value from SQLite. */
export type Value = string | bigint | number | Buffer | null;

/** The PostgreSQL types used by the schema and the staff library. */
export type ColumnType = "text" | "number" | "boolean" | "instant" | "json";

const types: Record<string, ColumnType> = {
  text: "text",
  "character varying": "text",
  integer: "number",
  bigint: "number",
  boolean: "boolean",
  "timestamp with time zone": "instant",
  jsonb: "json",
};

/** The type of a column, by its name in information_schema. Throws for a type that nothing here uses. */
export function typeOf(name: string): ColumnType {
  const type = types[name];
  if (!type) throw new Error(`There is no way to move a column of the type ${name}.`);
  return type;
}

/** The SQL expression that makes PostgreSQL write a column the way `rendered` does. `column` is already quoted. */
export const readBack = (type: ColumnType, column: string): string =>
  type === "instant" ? `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : column;

/** Renders rows of these columns as lines in COPY's text format, without their line endings. */
export function linesOf(columns: { type: ColumnType }[]): (row: Value[]) => string {
  const fields = columns.map(({ type }) => rendered[type]);
  return (row) => {
    let line = "";
    // Not `map` and `join`, which take twice as long: this runs for millions of rows.
    let at = 0;
    for (const field of fields) {
      const value = row[at] ?? null;
      if (at > 0) line += "\t";
      line += value === null ? "\\N" : field(value);
      at += 1;
    }
    return line;
  };
}

type Present = Exclude<Value, null>;

/** A field in COPY's text format. */
const rendered: Record<ColumnType, (value: Present) => string> = {
  number: String,
  boolean: (value) => (Number(value) === 0 ? "f" : "t"),
  instant: instantText,
  json: (value) => escaped(jsonText(JSON.parse(String(value)))),
  text: (value) => escaped(String(value)),
};

/** The shop stores milliseconds since 1970; the staff library writes ISO 8601. */
function instantText(value: Present): string {
  return typeof value === "string" ? new Date(value).toISOString() : isoText(Number(value));
}

const dayMs = 86_400_000;
let [dayShown, dayText] = [Number.NaN, ""];

/** As `toISOString`, which takes several times as long; most rows are of the same day as the row before. */
function isoText(at: number): string {
  const day = Math.floor(at / dayMs);
  if (day !== dayShown)
    [dayShown, dayText] = [day, new Date(at).toISOString().slice(0, -"hh:mm:ss.sssZ".length)];
  const ms = at - day * dayMs;
  const [hour, minute] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  return `${dayText}${two(hour)}:${two(minute)}:${two(Math.floor(ms / 1_000) % 60)}.${`${ms % 1_000}`.padStart(3, "0")}Z`;
}

const two = (number: number) => (number < 10 ? `0${number}` : `${number}`);

const escapes: Record<string, string> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Most texts have nothing to escape, and testing is faster than replacing nothing. */
const escaped = (text: string) =>
  mayNeedEscape.test(text) ? text.replace(toEscape, (found) => escapes[found] ?? found) : text;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what COPY escapes.
const toEscape = /[\\\x08\f\n\r\t\v]/g;
const mayNeedEscape = new RegExp(toEscape.source);

/**
 * As PostgreSQL writes jsonb: keys sorted by byte length and then by bytes, with a space after each colon and comma.
 */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort(byBytes);
  return `{${names.map((name) => `${JSON.stringify(name)}: ${jsonText((value as Record<string, unknown>)[name])}`).join(", ")}}`;
}

function byBytes(one: string, other: string): number {
  // Of ASCII, characters are bytes.
  if (isAscii.test(one) && isAscii.test(other)) return one.length - other.length || (one < other ? -1 : 1);
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length - b.length || Buffer.compare(a, b);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them.
const isAscii = /^[\x00-\x7f]*$/;
