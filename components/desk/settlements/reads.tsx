import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { Mark } from "../mark";
import { Section } from "../section";
import { Table } from "../table";

/** How far the gateways' lists were read. */
export function Reads({ reads }: Pick<SettlementMonth, "reads">) {
  const t = useTranslations("deskSettlements.reads");
  const gateways = useTranslations("gatewayNames");
  const format = useSeoulTime();
  return (
    <Section id="reads" title={t("title")}>
      <p className="mt-1 max-w-3xl text-soft">{t("lead")}</p>
      {reads.length > 0 && (
        <Table
          caption={t("title")}
          rows={reads}
          keyOf={({ gateway, keyPair, part }) => `${gateway} ${keyPair} ${part}`}
          columns={[
            {
              name: "list",
              words: t("list"),
              cell: ({ gateway, keyPair, part }) =>
                `${gateways(gateway)} (${keyPair}) · ${t(`parts.${part}`)}`,
            },
            { name: "day", words: t("day"), cell: ({ day }) => day },
            {
              name: "state",
              words: t("state"),
              cell: ({ failingSince, cursor, finishedAt }) =>
                failingSince ? (
                  <Mark look="danger">{t("failing", { since: format.dateTime(failingSince, moment) })}</Mark>
                ) : cursor ? (
                  <Mark look="notice">{t("reading")}</Mark>
                ) : finishedAt ? (
                  t("finished", { at: format.dateTime(finishedAt, moment) })
                ) : (
                  t("never")
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
