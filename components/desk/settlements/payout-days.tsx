import { useTranslations } from "next-intl";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { seoulMidnight } from "@/lib/seoul";
import { Mark } from "../mark";
import { Section } from "../section";
import { Table } from "../table";
import { PayoutCalendar } from "./payout-calendar";
import { PayoutCharts } from "./payout-chart";

type Props = Pick<SettlementMonth, "days"> & { month: string; today: string };

/** What arrives at the bank on which day, and after which fees. */
export function PayoutDays({ days, month, today }: Props) {
  const t = useTranslations("deskSettlements.payouts");
  const gateways = useTranslations("gatewayNames");
  const format = useSeoulTime();
  return (
    <Section id="payouts" title={t("title")}>
      {days.length === 0 ? (
        <p className="mt-3 text-soft">{t("none")}</p>
      ) : (
        <>
          <PayoutCharts days={days} />
          <PayoutCalendar days={days} month={month} today={today} />
          <Table
            caption={t("title")}
            rows={days}
            keyOf={({ day, gateway, currency }) => `${day} ${gateway} ${currency}`}
            columns={[
              {
                name: "day",
                words: t("day"),
                cell: ({ day }) =>
                  format.dateTime(seoulMidnight(day), { month: "short", day: "numeric", weekday: "short" }),
              },
              { name: "gateway", words: t("gateway"), cell: ({ gateway }) => gateways(gateway) },
              { name: "rows", words: t("rows"), isNumber: true, cell: ({ rows }) => format.number(rows) },
              {
                name: "amount",
                words: t("amount"),
                isNumber: true,
                cell: ({ amount, currency }) => <Price amount={amount} currency={currency} />,
              },
              {
                name: "kept",
                words: t("kept"),
                isNumber: true,
                cell: ({ kept, currency }) => <Price amount={-kept} currency={currency} />,
              },
              {
                name: "net",
                words: t("net"),
                isNumber: true,
                cell: ({ net, currency }) => (
                  <Price amount={net} currency={currency} className="font-semibold" />
                ),
              },
              {
                name: "state",
                words: t("state"),
                cell: ({ day, net, paid }) =>
                  paid === net ? (
                    <Mark look="good">{t("paid")}</Mark>
                  ) : (
                    <Mark look={day < today ? "notice" : "plain"}>{t(day < today ? "open" : "toCome")}</Mark>
                  ),
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}
