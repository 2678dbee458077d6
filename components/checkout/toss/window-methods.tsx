"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatMoney } from "@/lib/money";
import { brokenLimit } from "../limits";
import { type Choice, choices, methodOf } from "./choices";

/** The methods of a shop without the widget. What the amount does not allow cannot be chosen, and says why. */
export function WindowMethods({
  choice,
  total,
  onChoose,
}: {
  choice: Choice | undefined;
  total: number;
  onChoose: (choice: Choice) => void;
}) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  return (
    <fieldset className="grid grid-cols-2 gap-2.5 sm:grid-cols-4">
      <legend className="sr-only">{t("payment")}</legend>
      {choices.map((name) => {
        const limit = brokenLimit(methodOf(name), total);
        return (
          <label
            key={name}
            className="relative flex min-h-15 flex-col items-center justify-center rounded-xl border border-edge/60 px-2 py-2 text-center font-medium hover:border-edge has-checked:border-accent has-checked:bg-accent-wash has-checked:text-accent-deep has-checked:outline has-checked:outline-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent has-disabled:border-line has-disabled:bg-ground has-disabled:text-soft"
          >
            <input
              type="radio"
              name="method"
              value={name}
              className="absolute inset-0 size-full cursor-pointer appearance-none rounded-xl outline-none disabled:cursor-default"
              checked={choice === name}
              disabled={limit !== undefined}
              onChange={() => onChoose(name)}
            />
            {t(`choices.${name}`)}
            {limit && (
              <span className="text-[0.8125rem] leading-snug font-normal">
                {t(`only.${limit.bound}`, {
                  amount: formatMoney({ amount: limit.amount, currency: "KRW" }, locale),
                })}
              </span>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}
