import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import { type CurrencySums, netOf, type Sums } from "@/lib/desk/read/sums";
import { seoulMidnight } from "@/lib/seoul";
import { Section } from "../section";
import { Change } from "./change";
import { ChartFigure } from "./chart-figure";
import { DaysChart, MethodsChart } from "./charts";
import { drawn } from "./series";

type Props = { sums: CurrencySums; before: Sums | undefined };

/** Sales and refunds in one currency: in total and beside the period before, day by day and method by method. */
export function MoneyOf({ sums: { currency, total, days, methods }, before }: Props) {
  const t = useTranslations("deskFront");
  const method = useTranslations("deskOrders.methods");
  const format = useFormatter();
  const currencies = new Intl.DisplayNames(useLocale(), { type: "currency" });
  const names = { sales: t("sales"), refunds: t("refunds"), disputed: t("disputed") };
  const dayBars = days.map(({ day, sales, refunds, disputed }) => ({
    label: format.dateTime(seoulMidnight(day), { month: "short", day: "numeric" }),
    sales,
    refunds,
    disputed,
  }));
  const methodBars = methods.map(({ method: name, sales, refunds, disputed }) => ({
    label: method(name),
    sales,
    refunds,
    disputed,
  }));
  const disputes = drawn(days).includes("disputed");
  return (
    <Section title={currencies.of(currency) ?? currency} id={`money-${currency}`}>
      <dl
        className={`mt-4 grid gap-2 sm:grid-cols-2 sm:gap-4 ${disputes ? "lg:grid-cols-4" : "lg:grid-cols-3"}`}
      >
        <Total
          name={t("net")}
          amount={netOf(total)}
          currency={currency}
          note={t("netNote")}
          before={before && netOf(before)}
          isMain
        />
        <Total
          name={names.sales}
          amount={total.sales}
          currency={currency}
          note={t("payments", { n: total.sold })}
          before={before?.sales}
        />
        <Total
          name={names.refunds}
          amount={total.refunds}
          currency={currency}
          note={t("refundsMade", { n: total.givenBack })}
          before={before?.refunds}
        />
        {disputes && (
          <Total name={names.disputed} amount={total.disputed} currency={currency} note={t("disputedNote")} />
        )}
      </dl>
      <div className="mt-8 grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <ChartFigure
          title={t("byDay")}
          height={260}
          first={t("day")}
          rows={dayBars}
          currency={currency}
          names={names}
        >
          <DaysChart bars={dayBars} currency={currency} names={names} />
        </ChartFigure>
        <ChartFigure
          title={t("byMethod")}
          height={methodBars.length * (disputes ? 72 : 52)}
          first={t("method")}
          rows={methodBars}
          currency={currency}
          names={names}
        >
          <MethodsChart bars={methodBars} currency={currency} names={names} />
        </ChartFigure>
      </div>
    </Section>
  );
}

type TotalProps = {
  name: string;
  amount: number;
  currency: string;
  note: string;
  /** The same in the period before; undefined if it is not compared. */
  before?: number | undefined;
  isMain?: boolean;
};

const Total = ({ name, amount, currency, note, before, isMain = false }: TotalProps) => (
  <div className={`rounded-xl px-4 py-3.5 ${isMain ? "bg-accent-wash text-accent-deep" : "bg-ground"}`}>
    <dt className={`text-sm ${isMain ? "font-medium" : "text-soft"}`}>{name}</dt>
    <dd className="mt-0.5 text-2xl font-bold tracking-tight">
      <Price amount={amount} currency={currency} />
    </dd>
    <dd className={`mt-0.5 flex flex-wrap gap-x-3 text-sm ${isMain ? "" : "text-soft"}`}>
      <span>{note}</span>
      {before !== undefined && <Change now={amount} before={before} />}
    </dd>
  </div>
);
