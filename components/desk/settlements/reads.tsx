import { useTranslations } from "next-intl";
import { day, moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { seoulMidnight } from "@/lib/seoul";
import { Mark } from "../mark";
import { Section } from "../section";
import { Table } from "../table";

/** How far the gateways' lists were read. */
export function Reads({ reads }: Pick<SettlementMonth, "reads">) {
  const t = useTranslations("deskSettlements.reads");
  const gateways = useTranslations("gatewayNames");
  const format = useSeoulTime();
  const pairs = [...new Set(reads.map(({ gateway, keyPair }) => `${gateway} ${keyPair}`))];
  const hasSeveral = (gateway: string) => pairs.filter((pair) => pair.startsWith(`${gateway} `)).length > 1;
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
                `${gateways(gateway)}${hasSeveral(gateway) ? ` (${keyPair})` : ""} · ${t(`parts.${part}`)}`,
            },
            { name: "day", words: t("day"), cell: (read) => format.dateTime(seoulMidnight(read.day), day) },
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
