import { cursorOf, type Page, type Position } from "@/lib/contracts/desk/page";

/** How many rows one page of a list has. */
export const pageSize = 50;

type Placed = { at: Date; id: string };

/**
 * Turns rows, of which one more than fits was requested, into a page, sorted as its list is, with cursors to the
 * neighboring pages.
 */
export function pageOf<Row extends Placed>(
  found: Row[],
  limit: number,
  position?: Position,
  sort: "newest" | "oldest" = "newest",
): Page<Row> {
  const [onward, backward] =
    sort === "newest" ? (["older", "newer"] as const) : (["newer", "older"] as const);
  const back = position?.go === backward;
  const rows = found.slice(0, limit);
  if (back) rows.reverse();
  const isMore = found.length > limit;
  const [first, last] = [rows[0], rows.at(-1)];
  const way = (go: Position["go"], row: Placed | undefined, isThere: boolean) =>
    row && isThere ? cursorOf({ go, at: row.at, id: row.id }) : null;
  return {
    rows,
    // There is always a page in the direction the reader came from.
    next: way(onward, last, back || isMore),
    previous: way(backward, first, back ? isMore : position !== undefined),
  };
}
