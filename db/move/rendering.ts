// How an SQLite value is written for PostgreSQL: as COPY text. PostgreSQL writes its rows in the same format, so that
// the two can be compared byte by byte.

/** A value from SQLite, with integers of any size. */
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

/** A field in COPY's text format. */
export function rendered(value: Value, type: ColumnType): string {
  if (value === null) return "\\N";
  if (type === "number") return String(value);
  if (type === "boolean") return Number(value) === 0 ? "f" : "t";
  if (type === "instant") return instant(value).toISOString();
  return escaped(type === "json" ? jsonText(JSON.parse(String(value))) : String(value));
}

/** The shop stores milliseconds since 1970; the staff library writes ISO 8601. */
const instant = (value: Value) => new Date(typeof value === "string" ? value : Number(value));

const escapes: Record<string, string> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what COPY escapes.
const escaped = (text: string) => text.replace(/[\\\x08\f\n\r\t\v]/g, (found) => escapes[found] ?? found);

/**
 * As PostgreSQL writes jsonb: keys sorted by byte length and then by bytes, with a space after each colon and comma.
 */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, of]) => ({ key: Buffer.from(name), name, of }));
  fields.sort((a, b) => a.key.length - b.key.length || Buffer.compare(a.key, b.key));
  return `{${fields.map(({ name, of }) => `${JSON.stringify(name)}: ${jsonText(of)}`).join(", ")}}`;
}
