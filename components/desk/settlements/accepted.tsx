import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { OrderLink } from "../order-link";
import { Table } from "../table";

type Props = Pick<SettlementMonth, "accepted"> & { people: ReadonlyMap<string, string> };

/** The differences that staff have accepted, with what they found. */
export function Accepted({ accepted, people }: Props) {
  const t = useTranslations("deskSettlements.differences");
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
          { name: "name", words: t("what"), cell: ({ name }) => t(`names.${name}`) },
          {
            name: "order",
            words: t("order"),
            cell: ({ orderNumber, transaction }) =>
              orderNumber ? (
                <OrderLink number={orderNumber} />
              ) : (
                <span className="break-all">{transaction ?? "–"}</span>
              ),
          },
          {
            name: "listed",
            words: t("listed"),
            isNumber: true,
            cell: ({ listed, currency }) => <Price amount={listed} currency={currency} />,
          },
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
