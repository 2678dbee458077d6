import { useLocale } from "next-intl";
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Price } from "@/components/ui/price";
import { axisAmount } from "./axis-amount";
import { type Bars, drawn, looks, type SeriesNames } from "./series";
import { Swatch } from "./swatch";

type Props = { bars: Bars[]; currency: string; names: SeriesNames };

/** Day by day: sales extend above the line and refunds below it, so that they differ without color. */
export default function DaysChart({ bars, currency, names }: Props) {
  const amount = axisAmount(currency, useLocale());
  const shown = drawn(bars);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={bars}
        stackOffset="sign"
        barCategoryGap="18%"
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis dataKey="label" tickLine={false} axisLine={false} minTickGap={20} tickMargin={8} tick={tick} />
        <YAxis
          width="auto"
          niceTicks="snap125"
          tickCount={6}
          tickLine={false}
          axisLine={false}
          tickFormatter={amount}
          tick={tick}
        />
        <ReferenceLine y={0} stroke="var(--color-edge)" />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--color-ink)", fillOpacity: 0.06, stroke: "none" }}
          content={({ active, payload }) => {
            const day: Bars | undefined = active ? payload[0]?.payload : undefined;
            return (
              day && (
                <div className="rounded-xl border border-line bg-white px-3.5 py-2.5 text-sm shadow-lg">
                  <p className="font-semibold">{day.label}</p>
                  {shown.map((name) => (
                    <p key={name} className="mt-1 flex items-center justify-between gap-5">
                      <span className="flex items-center gap-1.5 text-soft">
                        <Swatch of={name} />
                        <span>{names[name]}</span>
                      </span>
                      <Price amount={day[name]} currency={currency} />
                    </p>
                  ))}
                </div>
              )
            );
          }}
        />
        {shown.map((name) => (
          <Bar
            key={name}
            dataKey={(day: Bars) => (name === "sales" ? day.sales : -day[name])}
            name={names[name]}
            stackId="day"
            {...looks[name]}
            maxBarSize={36}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

const tick = { fill: "var(--color-soft)", fontSize: 13 };
