import type { ReactNode } from "react";
import { timeOfDay } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { now } from "@/lib/clock";
import type { Page } from "@/lib/contracts/desk/page";
import { addressAt } from "@/lib/desk/read/query";
import { KeepCurrent } from "./keep-current";
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

/** A desk list: its title, the filter, how new it is, the rows, and links to the neighboring pages. */
export function List({ title, lead, action, filter, page, path, typed, none, children }: Props) {
  const format = useSeoulTime();
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h1 className="text-2xl font-bold">{title}</h1>
          {lead && <p className="mt-1 text-soft">{lead}</p>}
        </div>
        {action}
      </div>
      {filter}
      <KeepCurrent at={format.dateTime(now(), timeOfDay)} />
      {page.rows.length > 0 ? children : <p className="py-16 text-center text-soft">{none}</p>}
      <Pager
        previous={page.previous && addressAt(path, typed, page.previous)}
        next={page.next && addressAt(path, typed, page.next)}
      />
    </>
  );
}
