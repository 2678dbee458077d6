import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Pager } from "@/components/desk/pager";
import { Table } from "@/components/desk/table";
import { momentToTheSecond } from "@/components/order/moment";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { namesOfStaff } from "@/lib/admin/people";
import { auditPage } from "@/lib/admin/read/lists";
import { addressAt, type Query, readQuery } from "@/lib/admin/read/query";
import { AuditFilter } from "@/lib/contracts/desk/lists";
import { staffHere } from "../here";

const path = "/admin/audit";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("audit.title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { filter, typed, faults, position } = await readQuery(AuditFilter, searchParams);
  const [t, format, names, page] = await Promise.all([
    getTranslations("deskLists"),
    getFormatter(),
    namesOfStaff(),
    auditPage(staff, filter, position),
  ]);
  const nameOf = (actor: string) => names.get(actor) ?? (actor === "operator" ? t("audit.operator") : actor);
  return (
    <>
      <h1 className="text-2xl font-bold">{t("audit.title")}</h1>
      <p className="mt-1 text-soft">{t("audit.lead")}</p>
      <search>
        <form action={path} className="mt-5 grid items-end gap-3 sm:grid-cols-4">
          <Select
            name="actor"
            label={t("audit.actor")}
            defaultValue={typed.actor ?? ""}
            fault={faults.has("actor") ? t("faults.choose") : undefined}
          >
            <option value="">{t("any")}</option>
            {[...names].map(([actor, name]) => (
              <option key={actor} value={actor}>
                {name}
              </option>
            ))}
            <option value="operator">{t("audit.operator")}</option>
          </Select>
          <Field
            name="subject"
            label={t("audit.subject")}
            defaultValue={typed.subject ?? ""}
            fault={faults.has("subject") ? t("faults.text") : undefined}
          />
          <Field
            name="day"
            type="date"
            label={t("audit.day")}
            defaultValue={typed.day ?? ""}
            fault={faults.has("day") ? t("faults.day") : undefined}
          />
          <button type="submit" className="action action-main">
            {t("filter")}
          </button>
        </form>
      </search>
      {page.rows.length > 0 ? (
        <Table
          caption={t("audit.title")}
          rows={page.rows}
          keyOf={({ id }) => id}
          columns={[
            {
              name: "at",
              words: t("columns.at"),
              cell: ({ at }) => (
                <span className="whitespace-nowrap">{format.dateTime(at, momentToTheSecond)}</span>
              ),
            },
            { name: "actor", words: t("audit.actor"), cell: ({ actor }) => nameOf(actor) },
            {
              name: "action",
              words: t("audit.action"),
              cell: ({ action, detail }) => (
                <>
                  {t.has(`audit.actions.${action}` as "audit.actions.key_made")
                    ? t(`audit.actions.${action}` as "audit.actions.key_made")
                    : action.replaceAll("_", " ")}
                  <span className="block max-w-md font-mono text-sm break-all text-soft">{told(detail)}</span>
                </>
              ),
            },
            {
              name: "subject",
              words: t("audit.subject"),
              cell: ({ subject }) => <span className="break-all">{names.get(subject) ?? subject}</span>,
            },
            { name: "address", words: t("audit.address"), cell: ({ address }) => address ?? "–" },
          ]}
        />
      ) : (
        <p className="py-16 text-center text-soft">{t("audit.none")}</p>
      )}
      <Pager
        previous={page.previous && addressAt(path, typed, page.previous)}
        next={page.next && addressAt(path, typed, page.next)}
      />
    </>
  );
}

/** What was so before and after, and whatever else was noted, in a line. */
const told = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");
