import { useLocale, useTranslations } from "next-intl";
import { type Currency, formatMoney } from "@/lib/money";

/** How much is missing until an order can be paid, in minor units. A free order needs no payment. */
export const missingTo = (least: number, total: number) => (total === 0 ? 0 : Math.max(0, least - total));

/** Shown before anybody presses a button that could not work. */
export function LeastNote({
  words,
  least,
  missing,
  currency,
}: {
  words: "cart" | "sheet";
  least: number;
  missing: number;
  currency: Currency;
}) {
  const t = useTranslations(words);
  const locale = useLocale();
  const money = (amount: number) => formatMoney({ amount, currency }, locale);
  return (
    <p role="status" className="text-[0.9375rem] leading-snug font-medium text-danger">
      {t("least", { least: money(least), missing: money(missing) })}
    </p>
  );
}
