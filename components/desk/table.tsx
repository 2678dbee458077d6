import type { ReactNode } from "react";

export type Column<Row> = {
  name: string;
  words: string;
  cell: (row: Row) => ReactNode;
  /** Amounts and counts align to the end of their column. */
  isNumber?: boolean;
};

type Props<Row> = {
  /** What the table shows, for readers who cannot see its heading. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
};

/**
 * Rows of one kind. On a narrow screen each row is a card whose lines carry the column names; the roles keep it a table
 * for assistive technology.
 */
export const Table = <Row,>({ caption, columns, rows, keyOf }: Props<Row>) => (
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
          className="mb-3 block rounded-xl border border-line px-4 py-2.5 sm:mb-0 sm:table-row sm:rounded-none sm:border-0 sm:hover:bg-ground"
        >
          {columns.map(({ name, words, cell, isNumber }) => (
            <td
              key={name}
              role="cell"
              className={`flex justify-between gap-4 py-1 align-top sm:table-cell sm:border-b sm:border-line sm:px-3 sm:py-3 ${isNumber ? "sm:text-right" : ""}`}
            >
              <span aria-hidden="true" className="shrink-0 text-sm text-soft sm:hidden">
                {words}
              </span>
              <span className={`text-right ${isNumber ? "" : "sm:text-left"}`}>{cell(row)}</span>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
  // biome-ignore-end lint/a11y/noRedundantRoles: as above
);
