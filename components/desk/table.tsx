import type { ReactNode } from "react";

export type Column<Row> = {
  name: string;
  words: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Amounts and counts align to the end of their column. */
  isNumber?: boolean;
  /** Classes for its cells. */
  look?: string;
};

type Props<Row> = {
  /** What the table shows, for readers who cannot see its heading. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /**
   * On a narrow screen, two cells beside each other without the column names, for rows that explain themselves. The
   * columns' looks say which cells those are.
   */
  isCompact?: boolean;
};

/**
 * Rows of one kind. On a narrow screen each row is a card whose lines carry the column names; the roles keep it a table
 * for assistive technology. A link in a row may cover all of it.
 */
export const Table = <Row,>({ caption, columns, rows, keyOf, isCompact = false }: Props<Row>) => (
  // biome-ignore-start lint/a11y/noRedundantRoles: laid out as blocks on a phone, a table loses its own roles
  <table role="table" className="mt-4 block w-full text-[0.9375rem] sm:table">
    <caption className="sr-only">{caption}</caption>
    <thead role="rowgroup" className="sr-only sm:not-sr-only sm:table-header-group">
      <tr role="row">
        {columns.map(({ name, words, isNumber }) => (
          <th
            key={name}
            role="columnheader"
            scope="col"
            className={`border-b border-line px-3 py-2.5 text-sm font-medium whitespace-nowrap text-soft ${isNumber ? "text-right" : "text-left"}`}
          >
            {words}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup" className="block sm:table-row-group">
      {rows.map((row) => (
        <tr
          key={keyOf(row)}
          role="row"
          className={`relative mb-3 rounded-xl border border-line px-4 py-2.5 has-[a[data-row]:focus-visible]:bg-ground sm:mb-0 sm:table-row sm:rounded-none sm:border-0 sm:hover:bg-ground ${isCompact ? "grid grid-cols-[minmax(0,1fr)_minmax(0,auto)] gap-x-3" : "block"}`}
        >
          {columns.map(({ name, words, cell, isNumber, look = "" }) => (
            <td
              key={name}
              role="cell"
              className={`flex justify-between gap-4 py-1 align-top sm:table-cell sm:border-b sm:border-line sm:px-3 sm:py-3 ${isNumber ? "sm:text-right" : ""} ${isCompact ? "" : hiddenIfEmpty} ${look}`}
            >
              {!isCompact && (
                <span aria-hidden="true" className="shrink-0 text-sm text-soft sm:hidden">
                  {words}
                </span>
              )}
              <span className={isCompact ? "min-w-0" : `text-right ${isNumber ? "" : "sm:text-left"}`}>
                {cell(row)}
              </span>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
  // biome-ignore-end lint/a11y/noRedundantRoles: as above
);

/** A card on a phone names no column that has nothing in this row. */
const hiddenIfEmpty = "max-sm:has-[>span:last-child:empty]:hidden";
