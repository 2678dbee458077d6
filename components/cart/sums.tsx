import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { Currency } from "@/lib/money";

type Props = {
  /** In minor units: the price of the goods, and of their delivery. */
  goods: number;
  delivery: number;
  currency: Currency;
  /** Explains the delivery, such as from which amount on it is free. */
  note?: string | undefined;
};

/** The lines of a `dl` above a total: what the goods cost, and their delivery. */
export function Sums({ goods, delivery, currency, note }: Props) {
  const t = useTranslations("sums");
  return (
    <>
      <div className="flex justify-between text-[0.9375rem] text-soft">
        <dt>{t("goods")}</dt>
        <dd>
          <Price amount={goods} currency={currency} />
        </dd>
      </div>
      <div className="flex flex-wrap justify-between text-[0.9375rem] text-soft">
        <dt>{t("delivery")}</dt>
        <dd>{delivery === 0 ? t("free") : <Price amount={delivery} currency={currency} />}</dd>
        {note && <dd className="mt-0.5 w-full text-[0.8125rem] leading-snug">{note}</dd>}
      </div>
    </>
  );
}
