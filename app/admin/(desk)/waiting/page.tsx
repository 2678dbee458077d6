import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { DisputesTable, NeedsTable, RequestsTable } from "@/components/desk/lists/waiting-lists";
import { Pager } from "@/components/desk/pager";
import { Section } from "@/components/desk/section";
import { cancelRequestsPage, disputesPage, needsPersonPage } from "@/lib/admin/read/lists";
import { pageSize } from "@/lib/admin/read/page";
import { addressAt, type Query, readQuery } from "@/lib/admin/read/query";
import { staffHere } from "../here";

const path = "/admin/waiting";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("waiting.title") };
}

export default async function WaitingPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { typed, position } = await readQuery(z.object({}), searchParams);
  const [t, needs, requests, open, asked] = await Promise.all([
    getTranslations("deskLists.waiting"),
    needsPersonPage(staff, position),
    cancelRequestsPage(staff),
    disputesPage(staff),
    disputesPage(staff, undefined, pageSize, "inquiry"),
  ]);
  const disputes = [...open.rows, ...asked.rows];
  const isQuiet = needs.rows.length + requests.rows.length + disputes.length === 0;
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 text-soft">{t("lead")}</p>
      {isQuiet && <p className="py-16 text-center text-soft">{t("none")}</p>}
      {needs.rows.length > 0 && (
        <Section id="needs" title={t("needs")}>
          <NeedsTable rows={needs.rows} />
          <Pager
            previous={needs.previous && addressAt(path, typed, needs.previous)}
            next={needs.next && addressAt(path, typed, needs.next)}
          />
        </Section>
      )}
      {requests.rows.length > 0 && (
        <Section id="requests" title={t("requests")}>
          <RequestsTable rows={requests.rows} />
        </Section>
      )}
      {disputes.length > 0 && (
        <Section id="disputes" title={t("disputes")}>
          <DisputesTable rows={disputes} />
        </Section>
      )}
    </>
  );
}
