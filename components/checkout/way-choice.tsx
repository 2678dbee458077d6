"use client";

import { useTranslations } from "next-intl";
import { Choice } from "@/components/ui/choice";
import type { Way } from "./use-way";

/** The choice between ways to pay, if there are several. */
export function WayChoice({
  way,
  offered,
  onChoose,
}: {
  way: Way;
  offered: Way[];
  onChoose: (way: Way) => void;
}) {
  const t = useTranslations("sheet");
  return (
    <fieldset className={`grid gap-2.5 ${offered.length > 2 ? "" : "sm:grid-cols-2"}`}>
      <legend className="sr-only">{t("payment")}</legend>
      {offered.map((one) => (
        <Choice
          key={one}
          look="line"
          name="way"
          value={one}
          checked={way === one}
          onChange={() => onChoose(one)}
        >
          <span>{t(`ways.${one}.name`)}</span>
          <span className="text-[0.8125rem] leading-snug font-normal">{t(`ways.${one}.note`)}</span>
        </Choice>
      ))}
    </fieldset>
  );
}
