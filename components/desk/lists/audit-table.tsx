import { useTranslations } from "next-intl";
import { momentToTheSecond } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { auditPage } from "@/lib/desk/read/lists";
import { type Names, useActWords } from "../act-words";
import { Table } from "../table";
import { AuditDetail } from "./audit-detail";

type Props = {
  rows: Awaited<ReturnType<typeof auditPage>>["rows"];
  names: Names;
};

/** What was done, by whom, to what, and the values before and after. */
export function AuditTable({ rows, names }: Props) {
  const t = useTranslations("deskLists");
  const format = useSeoulTime();
  const { nameOf, did } = useActWords(names);
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
          cell: ({ actor }) => nameOf(actor),
        },
        {
          name: "action",
          words: t("audit.action"),
          cell: ({ action, detail }) => (
            <>
              <span>{did(action)}</span>
              <AuditDetail detail={detail} names={names} />
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
