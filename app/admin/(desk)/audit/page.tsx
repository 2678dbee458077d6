import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { List } from "@/components/desk/list";
import { AuditFilter as Filter } from "@/components/desk/lists/audit-filter";
import { AuditTable } from "@/components/desk/lists/audit-table";
import { AuditFilter } from "@/lib/contracts/desk/lists";
import { auditPage } from "@/lib/desk/read/lists";
import { type Query, readQuery } from "@/lib/desk/read/query";
import { inAddress } from "@/lib/desk/read/search-address";
import { namesOfActors } from "@/lib/desk/staff/people";
import { queryHere, staffHere } from "../here";

const path = "/admin/audit";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("audit.title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { filter, typed, faults, position } = await readQuery(
    AuditFilter,
    queryHere(path, "subject", searchParams),
  );
  const [t, names, page, address] = await Promise.all([
    getTranslations("deskLists.audit"),
    namesOfActors(),
    auditPage(staff, filter, position),
    inAddress("subject", typed),
  ]);
  return (
    <List
      title={t("title")}
      lead={t("lead")}
      filter={<Filter typed={typed} faults={faults} names={names} />}
      page={page}
      path={path}
      typed={address}
      none={t("none")}
    >
      <AuditTable rows={page.rows} names={names} />
    </List>
  );
}
