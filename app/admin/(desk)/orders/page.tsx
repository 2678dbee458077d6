import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { List } from "@/components/desk/list";
import { OrdersFilter } from "@/components/desk/orders/filter";
import { OrdersTable } from "@/components/desk/orders/orders-table";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { mayDo } from "@/lib/contracts/roles";
import { ordersPage } from "@/lib/desk/read/orders";
import { addressAt, type Query, readQuery } from "@/lib/desk/read/query";
import { inAddress } from "@/lib/desk/read/search-address";
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
  const [t, page, address, file] = await Promise.all([
    getTranslations("deskOrders"),
    ordersPage(staff, filter, position),
    inAddress("q", typed),
    inAddress("q", asked),
  ]);
  return (
    <List
      title={t("title")}
      action={
        mayDo(staff.role, "orders:export") && (
          // A file, not a page: the browser must download it itself.
          <a href={addressAt("/admin/orders.csv", file, null)} className="action action-quiet" download>
            {t("csv")}
          </a>
        )
      }
      filter={<OrdersFilter typed={typed} faults={faults} />}
      page={page}
      path={path}
      typed={address}
      none={t(Object.keys(asked).length > 0 ? "noneFound" : "none")}
    >
      <OrdersTable rows={page.rows} />
    </List>
  );
}

/** The filter without empty or invalid fields. */
const filterOnly = (filter: OrderFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])));
