import { asc, type Column, desc, sql } from "drizzle-orm";
import type { Position } from "@/lib/contracts/desk/page";
import { unindexed } from "../columns";

// Lists are read page by page from an index that ends in (when, id): the next page begins where the last one ended.

/** The columns a list is sorted by. */
export type Sorted = { at: Column; id: Column };

/** Matches rows beyond a position; without a position, all rows. */
export const beyond = ({ at, id }: Sorted, position: Position | undefined) =>
  position &&
  sql`(${at}, ${id}) ${sql.raw(position.go === "older" ? "<" : ">")} (${sql.param(position.at, at)}, ${position.id})`;

/** Which rows a list shows first. */
export type Sort = "newest" | "oldest";

/** Which way a list is read from this position, or from its beginning. */
export const wayOf = (position: Position | undefined, sort: Sort = "newest") =>
  position?.go ?? (sort === "newest" ? "older" : "newer");

/** Sorts the rows nearest to the position first, or without a position, those that the list shows first. */
export const nearestFirst = ({ at, id }: Sorted, position: Position | undefined, sort?: Sort) =>
  wayOf(position, sort) === "newer" ? [asc(at), asc(id)] : [desc(at), desc(id)];

/**
 * Matches rows where a column has this value; undefined without a value. The leading condition chooses the index, and
 * this only filters its rows.
 */
export const also = (column: Column, value: string | undefined) =>
  value === undefined ? undefined : sql`${unindexed(column)} = ${value}`;
