import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { List } from "@/components/desk/list";
import { OrdersFilter } from "@/components/desk/orders/filter";
import { OrdersTable } from "@/components/desk/orders/orders-table";
import { ShipList } from "@/components/desk/orders/ship-list";
import { OrderTabs } from "@/components/desk/orders/tabs";
import { Totals } from "@/components/desk/orders/totals";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { mayDo } from "@/lib/contracts/roles";
import { ordersPage, ordersTotals, workCounts } from "@/lib/desk/read/orders";
import { addressAt, type Query, readQuery } from "@/lib/desk/read/query";
import { inAddress } from "@/lib/desk/read/search-address";
import { env } from "@/lib/settings/env";
import { queryHere, staffHere } from "../here";

const path = "/admin/orders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskOrders"))("title") };
}

export default async function OrdersPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const query = queryHere(path, "q", searchParams);
  const { filter, typed, faults, position } = await readQuery(OrderFilter, query);
  const asked = filterOnly(filter);
  const [t, page, totals, counts, address, file] = await Promise.all([
    getTranslations("deskOrders"),
    ordersPage(staff, filter, position),
    ordersTotals(staff, filter),
    workCounts(staff),
    inAddress("q", typed),
    inAddress("q", asked),
  ]);
  return (
    <List
      title={t("title")}
      action={
        // Files, not pages: the browser must download them itself.
        <div className="flex flex-wrap gap-2">
          {filter.work === "to_ship" && mayDo(staff.role, "parcels:export") && (
            <a href={addressAt("/admin/parcels.csv", file, null)} className="action action-quiet" download>
              {t("parcels")}
            </a>
          )}
          {mayDo(staff.role, "orders:export") && (
            <a href={addressAt("/admin/orders.csv", file, null)} className="action action-quiet" download>
              {t("csv")}
            </a>
          )}
        </div>
      }
      filter={
        <>
          <OrderTabs here={filter.work} counts={counts} />
          <OrdersFilter typed={typed} faults={faults} />
          <Totals totals={totals} />
        </>
      }
      page={page}
      path={path}
      typed={address}
      none={t(Object.keys(asked).length > 0 ? "noneFound" : "none")}
    >
      {filter.work === "to_ship" && mayDo(staff.role, "orders:write") ? (
        <ShipList key={typed.at ?? ""} rows={page.rows} isLive={env().live} />
      ) : (
        <OrdersTable rows={page.rows} isLive={env().live} />
      )}
    </List>
  );
}

/** The filter without empty or invalid fields. */
const filterOnly = (filter: OrderFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])));
