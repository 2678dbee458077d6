import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Price } from "@/components/ui/price";
import { type Bars, drawn, type SeriesNames } from "./series";
import { Swatch } from "./swatch";

type Props = {
  title: string;
  /** The chart's height, in pixels: it is drawn later, and nothing may move then. */
  height: number;
  first: string;
  rows: Bars[];
  currency: string;
  names: SeriesNames;
  children: ReactNode;
};

/** A chart with its legend, and its numbers as a table for readers who want exact values or cannot see the chart. */
export function ChartFigure({ title, height, first, rows, currency, names, children }: Props) {
  const t = useTranslations("deskFront");
  const shown = drawn(rows);
  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-5 gap-y-1">
        <h3 className="font-semibold">{title}</h3>
        <span aria-hidden="true" className="flex flex-wrap gap-x-4 text-sm text-soft noscript:hidden">
          {shown.map((name) => (
            <span key={name} className="flex items-center gap-1.5">
              <Swatch of={name} />
              <span>{names[name]}</span>
            </span>
          ))}
        </span>
      </figcaption>
      <div aria-hidden="true" className="mt-4 noscript:hidden" style={{ height }}>
        {children}
      </div>
      <details className="mt-3">
        <summary className="w-fit cursor-pointer py-1.5 text-sm font-medium text-accent">
          {t("numbers")}
        </summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: large amounts may be wider than a phone, and are then scrolled to */}
        <section aria-label={`${title}, ${currency}`} tabIndex={0} className="mt-1 overflow-x-auto">
          <table className="w-full text-[0.8125rem] sm:text-sm">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="border-b border-line text-soft">
                <th scope="col" className="py-2 pr-1 sm:pr-3 text-left font-medium">
                  {first}
                </th>
                {shown.map((name) => (
                  <th
                    key={name}
                    scope="col"
                    className="py-2 pl-2 sm:pl-3 text-right font-medium whitespace-nowrap"
                  >
                    {names[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.label} className="border-b border-line last:border-0">
                  <th scope="row" className="py-2 pr-1 sm:pr-3 text-left font-normal">
                    {row.label}
                  </th>
                  {shown.map((name) => (
                    <td key={name} className="py-2 pl-2 sm:pl-3 text-right">
                      <Price amount={row[name]} currency={currency} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}
