import { asc, type Column, desc, sql } from "drizzle-orm";
import type { Position } from "@/lib/contracts/desk/page";
import { unindexed } from "../columns";

// Lists are read page by page from an index that ends in (when, id): where the last page ended, the next one begins.

/** The columns by which a list is sorted. */
export type Sorted = { at: Column; id: Column };

/** True of rows beyond a position; every row is beyond none. */
export const beyond = ({ at, id }: Sorted, position: Position | undefined) =>
  position &&
  sql`(${at}, ${id}) ${sql.raw(position.go === "older" ? "<" : ">")} (${sql.param(position.at, at)}, ${position.id})`;

/** The nearest to the position first: newest first, or oldest first on the way back. */
export const nearestFirst = ({ at, id }: Sorted, position: Position | undefined) =>
  position?.go === "newer" ? [asc(at), asc(id)] : [desc(at), desc(id)];

/**
 * True where a column has this value; undefined for no value. What leads a list chooses its index, and this only filters
 * what comes out of it.
 */
export const also = (column: Column, value: string | undefined) =>
  value === undefined ? undefined : sql`${unindexed(column)} = ${value}`;
