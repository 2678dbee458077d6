"use client";

import { useLocale, useTranslations } from "next-intl";
import { Choice } from "@/components/ui/choice";
import { formatMoney } from "@/lib/money";
import { brokenLimit } from "../limits";
import { type Choice as Chosen, choices, methodOf } from "./choices";

/** The methods of a shop without the widget. A method that does not allow the amount is disabled, with the reason. */
export function WindowMethods({
  choice,
  total,
  onChoose,
}: {
  choice: Chosen | undefined;
  total: number;
  onChoose: (choice: Chosen) => void;
}) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  return (
    <fieldset className="grid grid-cols-2 gap-2.5 sm:grid-cols-4">
      <legend className="sr-only">{t("payment")}</legend>
      {choices.map((name) => {
        const limit = brokenLimit(methodOf(name), total);
        return (
          <Choice
            key={name}
            look="tile"
            name="method"
            value={name}
            checked={choice === name}
            disabled={limit !== undefined}
            onChange={() => onChoose(name)}
          >
            <span>{t(`choices.${name}`)}</span>
            {limit && (
              <span className="text-[0.8125rem] leading-snug font-normal">
                {t(`only.${limit.bound}`, {
                  amount: formatMoney({ amount: limit.amount, currency: "KRW" }, locale),
                })}
              </span>
            )}
          </Choice>
        );
      })}
    </fieldset>
  );
}
