import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { Table } from "../table";
import { useDifferenceColumns } from "./difference-columns";

type Props = Pick<SettlementMonth, "accepted"> & { people: ReadonlyMap<string, string> };

/** The differences that staff have accepted, with what they found. */
export function Accepted({ accepted, people }: Props) {
  const t = useTranslations("deskSettlements.differences");
  const columns = useDifferenceColumns();
  const format = useSeoulTime();
  if (accepted.length === 0) return null;
  return (
    <details className="mt-4">
      <summary className="cursor-pointer py-2 underline">
        {t("accepted.title", { n: accepted.length })}
      </summary>
      <Table
        caption={t("accepted.caption")}
        rows={accepted}
        keyOf={({ key }) => key}
        columns={[
          columns.name,
          columns.order,
          columns.listed,
          { name: "note", words: t("accepted.note"), cell: ({ acceptance }) => acceptance.note },
          {
            name: "by",
            words: t("accepted.by"),
            cell: ({ acceptance }) => people.get(acceptance.acceptedBy) ?? acceptance.acceptedBy,
          },
          {
            name: "at",
            words: t("accepted.at"),
            cell: ({ acceptance }) => format.dateTime(acceptance.acceptedAt, moment),
          },
        ]}
      />
    </details>
  );
}
