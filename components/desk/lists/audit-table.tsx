import { useFormatter, useTranslations } from "next-intl";
import { momentToTheSecond } from "@/components/order/moment";
import type { auditPage } from "@/lib/admin/read/lists";
import { Table } from "../table";

type Props = {
  rows: Awaited<ReturnType<typeof auditPage>>["rows"];
  /** Names of staff by how the log names them. */
  names: ReadonlyMap<string, string>;
};

/** What was done, by whom, to what, and what was so before and after. */
export function AuditTable({ rows, names }: Props) {
  const t = useTranslations("deskLists");
  const format = useFormatter();
  const isWorded = (action: string): action is "key_made" =>
    t.has(`audit.actions.${action}` as "audit.actions.key_made");
  const words = (action: string): string => {
    if (isWorded(action)) return t(`audit.actions.${action}`);
    // What broke off is in the log a second time.
    const whole = action.replace(/_failed$/, "");
    return whole === action ? action.replaceAll("_", " ") : t("audit.brokeOff", { action: words(whole) });
  };
  return (
    <Table
      caption={t("audit.title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "at",
          words: t("columns.at"),
          cell: ({ at }) => (
            <span className="whitespace-nowrap">{format.dateTime(at, momentToTheSecond)}</span>
          ),
        },
        {
          name: "actor",
          words: t("audit.actor"),
          cell: ({ actor }) =>
            names.get(actor) ?? (actor === "operator" || actor === "shopper" ? t(`audit.${actor}`) : actor),
        },
        {
          name: "action",
          words: t("audit.action"),
          cell: ({ action, detail }) => (
            <>
              {words(action)}
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
  );
}

/** What was so before and after, and whatever else was noted, in a line. */
const told = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");
