import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { List } from "@/components/desk/list";
import { ApprovalsTable } from "@/components/desk/lists/approvals-table";
import { PageTrouble } from "@/components/desk/order/page-trouble";
import { mayDo } from "@/lib/contracts/roles";
import { approvalsPage } from "@/lib/desk/read/lists";
import { type Query, readQuery } from "@/lib/desk/read/query";
import { namesOfActors } from "@/lib/desk/staff/people";
import { actorOf } from "@/lib/desk/staff/permissions";
import { staffHere } from "../here";

const path = "/admin/approvals";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("approvals.title") };
}

export default async function ApprovalsPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { typed, position } = await readQuery(z.object({}), searchParams);
  const [t, names, page] = await Promise.all([
    getTranslations("deskLists.approvals"),
    namesOfActors(),
    approvalsPage(staff, position),
  ]);
  const decides = mayDo(staff.role, "refunds:approve") ? actorOf(staff) : undefined;
  return (
    <List title={t("title")} lead={t("lead")} page={page} path={path} typed={typed} none={t("none")}>
      <PageTrouble>
        <ApprovalsTable rows={page.rows} names={names} decides={decides} />
      </PageTrouble>
    </List>
  );
}
