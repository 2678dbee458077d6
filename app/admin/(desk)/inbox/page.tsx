import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { List } from "@/components/desk/list";
import { InboxFilter as Filter } from "@/components/desk/lists/inbox-filter";
import { InboxTable } from "@/components/desk/lists/inbox-table";
import { InboxFilter } from "@/lib/contracts/desk/lists";
import { mayDo } from "@/lib/contracts/roles";
import { inboxPage } from "@/lib/desk/read/lists";
import { type Query, readQuery } from "@/lib/desk/read/query";
import { staffHere } from "../here";

const path = "/admin/inbox";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("inbox.title") };
}

export default async function InboxPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { filter, typed, faults, position } = await readQuery(InboxFilter, searchParams);
  const [t, page] = await Promise.all([
    getTranslations("deskLists.inbox"),
    inboxPage(staff, filter, position),
  ]);
  return (
    <List
      title={t("title")}
      lead={t("lead")}
      filter={<Filter state={typed.state ?? ""} isWrong={faults.has("state")} />}
      page={page}
      path={path}
      typed={typed}
      none={t("none")}
    >
      <InboxTable rows={page.rows} opens={mayDo(staff.role, "inbox:work")} />
    </List>
  );
}
