import type { z } from "zod";
import { Cursor, type Position } from "@/lib/contracts/desk/page";

/** The `searchParams` that Next passes to a page. */
export type Query = Promise<Record<string, string | string[] | undefined>>;

/** The first value of each field in an address. */
export const firstOf = (given: Awaited<Query>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );

export type ReadQuery<Filter> = {
  /** What was requested; invalid fields are left out. */
  filter: Filter;
  /** Every field as typed, to be shown again. */
  typed: Record<string, string>;
  /** The names of invalid fields. */
  faults: ReadonlySet<string>;
  position: Position | undefined;
};

/**
 * Reads the filter and the position in a list from a page's address. Anybody can type anything there: an invalid field
 * is reported by name and does not filter.
 */
export async function readQuery<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  query: Query,
): Promise<ReadQuery<z.output<z.ZodObject<Shape>>>> {
  const typed = firstOf(await query);
  const first = schema.safeParse(typed);
  const faults = new Set(first.error?.issues.map(({ path }) => String(path[0])));
  // A search term that can no longer be decrypted.
  if (typed.s !== undefined) faults.add("s");
  const fitting = Object.fromEntries(Object.entries(typed).filter(([name]) => !faults.has(name)));
  return { filter: schema.parse(fitting), typed, faults, position: placeIn(typed, "at") };
}

/** Where a list begins, if its position is in this field of the address. */
export const placeIn = (typed: Record<string, string>, field: string): Position | undefined =>
  Cursor.safeParse(typed[field]).data;

/**
 * The address of the same list at another position, or at its beginning if `at` is null. A page with several lists has
 * a field for each.
 */
export const addressAt = (path: string, typed: Record<string, string>, at: string | null, field = "at") => {
  const kept = Object.entries(typed).filter(([name, value]) => name !== field && value !== "");
  const query = new URLSearchParams([...kept, ...(at ? [[field, at]] : [])]).toString();
  return query ? `${path}?${query}` : path;
};
