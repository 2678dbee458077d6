import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OrdersFilter } from "@/components/desk/orders/filter";
import { OrdersTable } from "@/components/desk/orders/orders-table";
import { Pager } from "@/components/desk/pager";
import { ordersPage } from "@/lib/admin/read/orders";
import { addressAt, type Query, readQuery } from "@/lib/admin/read/query";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { mayDo } from "@/lib/contracts/roles";
import { staffHere } from "../here";

const path = "/admin/orders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskOrders"))("title") };
}

export default async function OrdersPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { filter, typed, faults, position } = await readQuery(OrderFilter, searchParams);
  const [t, page] = await Promise.all([getTranslations("deskOrders"), ordersPage(staff, filter, position)]);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl font-bold">{t("title")}</h1>
        {mayDo(staff.role, "orders:export") && (
          // A file, not a page: the browser is to fetch it by itself.
          <a
            href={addressAt("/admin/orders.csv", filterOnly(filter), null)}
            className="action action-quiet"
            download
          >
            {t("csv")}
          </a>
        )}
      </div>
      <OrdersFilter typed={typed} faults={faults} />
      {page.rows.length > 0 ? (
        <OrdersTable rows={page.rows} />
      ) : (
        <p className="py-16 text-center text-soft">
          {t(Object.keys(filterOnly(filter)).length > 0 ? "noneFound" : "none")}
        </p>
      )}
      <Pager
        previous={page.previous && addressAt(path, typed, page.previous)}
        next={page.next && addressAt(path, typed, page.next)}
      />
    </>
  );
}

/** The filter without what was left empty or did not fit. */
const filterOnly = (filter: OrderFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])));
