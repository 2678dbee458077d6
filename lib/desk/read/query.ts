import type { z } from "zod";
import { Cursor, type Position } from "@/lib/contracts/desk/page";

/** What Next gives a page of its address. */
export type Query = Promise<Record<string, string | string[] | undefined>>;

/** What an address says of each field first. */
export const firstOf = (given: Awaited<Query>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );

export type ReadQuery<Filter> = {
  /** What was asked for; fields that do not fit are left out. */
  filter: Filter;
  /** Every field as it was typed, to be shown again. */
  typed: Record<string, string>;
  /** The names of the fields that do not fit. */
  faults: ReadonlySet<string>;
  position: Position | undefined;
};

/**
 * Reads the filter and the place in a list from a page's address. Anybody can type anything there: what does not fit is
 * told by its name and does not filter.
 */
export async function readQuery<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  query: Query,
): Promise<ReadQuery<z.output<z.ZodObject<Shape>>>> {
  const typed = firstOf(await query);
  const first = schema.safeParse(typed);
  const faults = new Set(first.error?.issues.map(({ path }) => String(path[0])));
  // Sought, and not to be read any more.
  if (typed.s !== undefined) faults.add("s");
  const fitting = Object.fromEntries(Object.entries(typed).filter(([name]) => !faults.has(name)));
  return { filter: schema.parse(fitting), typed, faults, position: placeIn(typed, "at") };
}

/** Where a list begins whose place stands in this field of the address. */
export const placeIn = (typed: Record<string, string>, field: string): Position | undefined =>
  Cursor.safeParse(typed[field]).data;

/** The same list at another place, or without one at its beginning. A page of several lists has a field for each. */
export const addressAt = (path: string, typed: Record<string, string>, at: string | null, field = "at") => {
  const kept = Object.entries(typed).filter(([name, value]) => name !== field && value !== "");
  const query = new URLSearchParams([...kept, ...(at ? [[field, at]] : [])]).toString();
  return query ? `${path}?${query}` : path;
};
