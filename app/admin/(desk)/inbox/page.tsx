import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { NewsState } from "@/components/desk/lists/news-state";
import { OrderLink } from "@/components/desk/order-link";
import { Pager } from "@/components/desk/pager";
import { Table } from "@/components/desk/table";
import { momentToTheSecond } from "@/components/order/moment";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { inboxPage } from "@/lib/admin/read/lists";
import { addressAt, type Query, readQuery } from "@/lib/admin/read/query";
import { InboxFilter } from "@/lib/contracts/desk/lists";
import { mayDo } from "@/lib/contracts/roles";
import { staffHere } from "../here";

const path = "/admin/inbox";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("inbox.title") };
}

export default async function InboxPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { filter, typed, faults, position } = await readQuery(InboxFilter, searchParams);
  const [t, format, page] = await Promise.all([
    getTranslations("deskLists"),
    getFormatter(),
    inboxPage(staff, filter, position),
  ]);
  const opens = mayDo(staff.role, "inbox:work");
  return (
    <>
      <h1 className="text-2xl font-bold">{t("inbox.title")}</h1>
      <p className="mt-1 text-soft">{t("inbox.lead")}</p>
      <search>
        <form action={path} className="mt-5 flex flex-wrap items-end gap-3">
          <div className="w-56">
            <Select
              name="state"
              label={t("inbox.state")}
              defaultValue={typed.state ?? ""}
              fault={faults.has("state") ? t("faults.choose") : undefined}
            >
              <option value="">{t("any")}</option>
              {(["new", "done", "failed"] as const).map((state) => (
                <option key={state} value={state}>
                  {t(`inbox.states.${state}`)}
                </option>
              ))}
            </Select>
          </div>
          <button type="submit" className="action action-main">
            {t("filter")}
          </button>
        </form>
      </search>
      {page.rows.length > 0 ? (
        <Table
          caption={t("inbox.title")}
          rows={page.rows}
          keyOf={({ id }) => id}
          columns={[
            {
              name: "at",
              words: t("columns.received"),
              cell: ({ id, at }) =>
                opens ? (
                  <Link
                    href={`/admin/inbox/${id}`}
                    prefetch={false}
                    className="font-medium text-accent underline underline-offset-2"
                  >
                    {format.dateTime(at, momentToTheSecond)}
                  </Link>
                ) : (
                  format.dateTime(at, momentToTheSecond)
                ),
            },
            { name: "gateway", words: t("columns.gateway"), cell: ({ gateway }) => t(`gateways.${gateway}`) },
            {
              name: "state",
              words: t("inbox.state"),
              cell: ({ state, note }) => <NewsState state={state} note={note} />,
            },
            {
              name: "order",
              words: t("columns.order"),
              cell: ({ orderNumber }) => (orderNumber ? <OrderLink number={orderNumber} /> : "–"),
            },
          ]}
        />
      ) : (
        <p className="py-16 text-center text-soft">{t("inbox.none")}</p>
      )}
      <Pager
        previous={page.previous && addressAt(path, typed, page.previous)}
        next={page.next && addressAt(path, typed, page.next)}
      />
    </>
  );
}
