import { useLocale } from "next-intl";
import { Bar, BarChart, LabelList, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { formatMoney } from "@/lib/money";
import { type Bars, drawn, looks, type SeriesNames } from "./series";

type Props = { bars: Bars[]; currency: string; names: SeriesNames };

/** Method by method, in the order of the legend, each bar with its amount. */
export default function MethodsChart({ bars, currency, names }: Props) {
  const locale = useLocale();
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={bars}
        layout="vertical"
        barCategoryGap="12%"
        barGap={2}
        margin={{ top: 0, right: 100, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <XAxis type="number" hide />
        <YAxis
          type="category"
          dataKey="label"
          width="auto"
          tickLine={false}
          axisLine={false}
          tick={{ fill: "var(--color-ink)", fontSize: 14 }}
        />
        <ReferenceLine x={0} stroke="var(--color-edge)" />
        {drawn(bars).map((name) => (
          <Bar
            key={name}
            dataKey={name}
            name={names[name]}
            {...looks[name]}
            radius={[0, 3, 3, 0]}
            isAnimationActive={false}
          >
            <LabelList
              dataKey={name}
              stroke="none"
              position="right"
              fontSize={13}
              fill="var(--color-soft)"
              formatter={(value) =>
                typeof value === "number" ? formatMoney({ amount: value, currency }, locale) : value
              }
            />
          </Bar>
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
