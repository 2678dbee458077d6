import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { List } from "@/components/desk/list";
import { CashReceiptsTable } from "@/components/desk/lists/cash-receipts-table";
import { cashReceiptsPage } from "@/lib/desk/read/lists";
import { type Query, readQuery } from "@/lib/desk/read/query";
import { staffHere } from "../here";

const path = "/admin/cash-receipts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("cashReceipts.title") };
}

export default async function CashReceiptsPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { typed, position } = await readQuery(z.object({}), searchParams);
  const [t, page] = await Promise.all([
    getTranslations("deskLists.cashReceipts"),
    cashReceiptsPage(staff, position),
  ]);
  return (
    <List title={t("title")} lead={t("lead")} page={page} path={path} typed={typed} none={t("none")}>
      <CashReceiptsTable rows={page.rows} />
    </List>
  );
}
