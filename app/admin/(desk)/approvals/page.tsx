import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import { List } from "@/components/desk/list";
import { OrderLink } from "@/components/desk/order-link";
import { Table } from "@/components/desk/table";
import { moment } from "@/components/order/moment";
import { Price } from "@/components/ui/price";
import { namesOfStaff } from "@/lib/admin/people";
import { approvalsPage } from "@/lib/admin/read/lists";
import { type Query, readQuery } from "@/lib/admin/read/query";
import { staffHere } from "../here";

const path = "/admin/approvals";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("approvals.title") };
}

export default async function ApprovalsPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { typed, position } = await readQuery(z.object({}), searchParams);
  const [t, format, names, page] = await Promise.all([
    getTranslations("deskLists"),
    getFormatter(),
    namesOfStaff(),
    approvalsPage(staff, position),
  ]);
  return (
    <List
      title={t("approvals.title")}
      lead={t("approvals.lead")}
      page={page}
      path={path}
      typed={typed}
      none={t("approvals.none")}
    >
      <Table
        caption={t("approvals.title")}
        rows={page.rows}
        keyOf={({ id }) => id}
        columns={[
          {
            name: "order",
            words: t("columns.order"),
            cell: ({ orderNumber }) => <OrderLink number={orderNumber} />,
          },
          {
            name: "amount",
            words: t("columns.amount"),
            isNumber: true,
            cell: ({ amount, currency }) => (
              <Price amount={amount} currency={currency} className="font-medium" />
            ),
          },
          { name: "reason", words: t("columns.why"), cell: ({ reason }) => reason },
          {
            name: "by",
            words: t("columns.by"),
            cell: ({ requestedBy }) => names.get(requestedBy) ?? requestedBy,
          },
          { name: "at", words: t("columns.at"), cell: ({ at }) => format.dateTime(at, moment) },
        ]}
      />
    </List>
  );
}
