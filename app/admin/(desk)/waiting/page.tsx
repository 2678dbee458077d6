import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { StraysTable } from "@/components/desk/lists/strays-table";
import { DisputesTable, NeedsTable, RequestsTable } from "@/components/desk/lists/waiting-lists";
import { Pager } from "@/components/desk/pager";
import { Section } from "@/components/desk/section";
import { mayDo } from "@/lib/contracts/roles";
import { cancelRequestsPage, disputesPage, needsPage, straysPage, unknownPage } from "@/lib/desk/read/lists";
import { pageSize } from "@/lib/desk/read/page";
import { addressAt, placeIn, type Query, readQuery } from "@/lib/desk/read/query";
import { staffHere } from "../here";

const path = "/admin/waiting";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("waiting.title") };
}

export default async function WaitingPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { typed } = await readQuery(z.object({}), searchParams);
  const [t, needs, strays, unknown, requests, disputes, inquiries] = await Promise.all([
    getTranslations("deskLists.waiting"),
    needsPage(staff, placeIn(typed, "needs")),
    straysPage(staff, placeIn(typed, "strays")),
    unknownPage(staff, placeIn(typed, "unknown")),
    cancelRequestsPage(staff, placeIn(typed, "requests")),
    disputesPage(staff, placeIn(typed, "disputes")),
    disputesPage(staff, placeIn(typed, "inquiries"), pageSize, "inquiry"),
  ]);
  const lists = [
    { name: "needs", page: needs, table: <NeedsTable rows={needs.rows} of="needs" /> },
    {
      name: "strays",
      page: strays,
      table: <StraysTable rows={strays.rows} decides={mayDo(staff.role, "review:decide")} />,
    },
    { name: "unknown", page: unknown, table: <NeedsTable rows={unknown.rows} of="unknown" /> },
    { name: "requests", page: requests, table: <RequestsTable rows={requests.rows} /> },
    { name: "disputes", page: disputes, table: <DisputesTable rows={disputes.rows} of="disputes" /> },
    { name: "inquiries", page: inquiries, table: <DisputesTable rows={inquiries.rows} of="inquiries" /> },
  ] as const;
  const full = lists.filter(({ page }) => page.rows.length > 0);
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 text-soft">{t("lead")}</p>
      {full.length === 0 && <p className="py-16 text-center text-soft">{t("none")}</p>}
      {full.map(({ name, page, table }) => (
        <Section key={name} id={name} title={t(name)}>
          {table}
          <Pager
            previous={page.previous && addressAt(path, typed, page.previous, name)}
            next={page.next && addressAt(path, typed, page.next, name)}
          />
        </Section>
      ))}
    </>
  );
}
