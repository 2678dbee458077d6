import type { ReactNode } from "react";
import type { Page } from "@/lib/contracts/desk/page";
import { addressAt } from "@/lib/desk/read/query";
import { Pager } from "./pager";

type Props = {
  title: string;
  lead?: string;
  /** Shown beside the title. */
  action?: ReactNode;
  filter?: ReactNode;
  page: Pick<Page<unknown>, "rows" | "next" | "previous">;
  /** The list's path, and its address's fields except the position. */
  path: string;
  typed: Record<string, string>;
  /** Shown if the list is empty. */
  none: string;
  /** The rows as a table. */
  children: ReactNode;
};

/** A desk list: its title, the filter, the rows, and links to the neighboring pages. */
export const List = ({ title, lead, action, filter, page, path, typed, none, children }: Props) => (
  <>
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div>
        <h1 className="text-2xl font-bold">{title}</h1>
        {lead && <p className="mt-1 text-soft">{lead}</p>}
      </div>
      {action}
    </div>
    {filter}
    {page.rows.length > 0 ? children : <p className="py-16 text-center text-soft">{none}</p>}
    <Pager
      previous={page.previous && addressAt(path, typed, page.previous)}
      next={page.next && addressAt(path, typed, page.next)}
    />
  </>
);
