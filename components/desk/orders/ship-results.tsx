"use client";

import { useTranslations } from "next-intl";
import { useTroubleWords } from "../trouble";
import type { ShipResult } from "./use-shipping";

type Props = { results: ShipResult[]; left: number };

/** One line for each order that was shipped or refused, and how many are left. */
export function ShipResults({ results, left }: Props) {
  const t = useTranslations("deskOrders.shipping");
  const words = useTroubleWords();
  const shipped = results.filter(({ is }) => is === "shipped").length;
  return (
    <section aria-label={t("results")} className={results.length + left > 0 ? "mt-4" : "hidden"}>
      <p role="status" className="font-medium">
        {left > 0 ? t("left", { count: left }) : t("done", { shipped, all: results.length })}
      </p>
      <ul className="mt-2 grid gap-1 text-sm">
        {results.map(({ number, is }) => (
          <li key={number} className={typeof is === "object" ? "text-danger" : ""}>
            <span className="font-medium">{number}</span>{" "}
            <span>{typeof is === "object" ? words(is.code) : t(is)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
