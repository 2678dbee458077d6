import type { Position } from "@/lib/contracts/desk/page";
import { type Sort, wayOf } from "./page";

/** An order in a list, with the key the list is sorted by. */
export type OrderKey = { orderId: string; at: Date; id: string };

/** Where a list is read, and how much of it. */
export type Stretch = { position: Position | undefined; sort: Sort | undefined; limit: number };

export const keyOf = ({ at, id }: { at: Date; id: string }): OrderKey => ({ orderId: id, at, id });

/** The rows nearest to a position, out of a few. */
export function nearest<Row extends { at: Date; id: string }>(
  rows: Row[],
  { position, sort, limit }: Stretch,
) {
  const way = wayOf(position, sort) === "newer" ? 1 : -1;
  const later = (a: Row, b: Row) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);
  return rows.toSorted((a, b) => way * later(a, b)).slice(0, limit);
}
