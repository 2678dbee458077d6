import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { seoulMidnight } from "@/lib/seoul";
import { ChartFigure } from "../front/chart-figure";
import { DaysChart } from "../front/charts";

/** What arrives at the bank day by day, and below the line what the gateways keep of it; a chart for each currency. */
export function PayoutCharts({ days }: Pick<SettlementMonth, "days">) {
  const t = useTranslations("deskSettlements.payouts");
  const format = useFormatter();
  const names = new Intl.DisplayNames(useLocale(), { type: "currency" });
  const words = { sales: t("net"), refunds: t("kept"), disputed: "" };
  return [...new Set(days.map(({ currency }) => currency))].map((currency) => {
    const sums = new Map<string, { net: number; kept: number }>();
    for (const row of days.filter((of) => of.currency === currency)) {
      const sum = sums.get(row.day) ?? { net: 0, kept: 0 };
      sums.set(row.day, { net: sum.net + row.net, kept: sum.kept + row.kept });
    }
    const bars = [...sums].map(([day, { net, kept }]) => ({
      label: format.dateTime(seoulMidnight(day), { month: "short", day: "numeric" }),
      sales: net,
      refunds: kept,
      disputed: 0,
    }));
    return (
      <div key={currency} className="mt-6">
        <ChartFigure
          title={names.of(currency) ?? currency}
          height={220}
          first={t("day")}
          rows={bars}
          currency={currency}
          names={words}
        >
          <DaysChart bars={bars} currency={currency} names={words} />
        </ChartFigure>
      </div>
    );
  });
}
