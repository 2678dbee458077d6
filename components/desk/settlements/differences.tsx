import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { Section } from "../section";
import { Table } from "../table";
import { Accepted } from "./accepted";
import { useDifferenceColumns } from "./difference-columns";
import { isRepairable, type MayRepair, type MonthDifference, Repairs } from "./repairs";

type Props = Pick<SettlementMonth, "differences" | "accepted" | "more"> & {
  month: string;
  may: MayRepair;
  /** The names of staff. */
  people: ReadonlyMap<string, string>;
};

/** Everything in which the settlements differ from the books, with what to do about it. */
export function Differences({ differences, accepted, more, month, may, people }: Props) {
  const t = useTranslations("deskSettlements.differences");
  const kinds = useTranslations("deskSettlements.kinds");
  const gateways = useTranslations("gatewayNames");
  const columns = useDifferenceColumns();
  const format = useSeoulTime();
  const names = [...new Set(differences.map(({ name }) => name))];
  return (
    <Section id="differences" title={t("title", { n: differences.length })}>
      {differences.length === 0 && <p className="mt-3 text-soft">{t("none")}</p>}
      {names.length > 0 && (
        <dl className="mt-3 grid max-w-4xl gap-2">
          {names.map((name) => (
            <div key={name}>
              <dt className="font-medium">{t(`names.${name}`)}</dt>
              <dd className="text-soft">{t(`advice.${name}`)}</dd>
            </div>
          ))}
        </dl>
      )}
      {differences.length > 0 && (
        <Table
          caption={t("caption")}
          rows={differences}
          keyOf={({ key }) => key}
          columns={[
            columns.name,
            columns.order,
            {
              name: "kind",
              words: t("kind"),
              cell: ({ gateway, kind }) => `${gateways(gateway)} · ${kinds(kind)}`,
            },
            {
              name: "expected",
              words: t("expected"),
              isNumber: true,
              cell: ({ expected, currency }) =>
                expected === null ? "–" : <Price amount={expected} currency={currency} />,
            },
            columns.listed,
            { name: "since", words: t("since"), cell: ({ since }) => format.dateTime(since, moment) },
            ...(differences.some((difference) => isRepairable(difference, may))
              ? [
                  {
                    name: "act",
                    words: t("act"),
                    cell: (difference: MonthDifference) => (
                      <Repairs difference={difference} month={month} may={may} />
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {more && <p className="mt-3 text-soft">{t("more")}</p>}
      <Accepted accepted={accepted} people={people} />
    </Section>
  );
}
