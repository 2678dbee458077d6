import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";

type Props = {
  payment: {
    captured: number;
    refunded: number;
    refundPending: number;
    currency: string;
    fee: number | null;
    feeCurrency: string | null;
  };
};

/** What stands above everything: what came in, what went back, what is on its way, what is left. */
export function MoneyHead({
  payment: { captured, refunded, refundPending, currency, fee, feeCurrency },
}: Props) {
  const t = useTranslations("deskOrder.money");
  const figures = [
    ["paid", captured],
    ["refunded", refunded],
    ["pending", refundPending],
    ["left", captured - refunded - refundPending],
  ] as const;
  return (
    <>
      <dl className="mt-6 grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-line bg-line lg:grid-cols-4">
        {figures.map(([name, amount]) => (
          <div key={name} className="bg-white px-5 py-4">
            <dt className="text-sm text-soft">{t(name)}</dt>
            <dd className={`mt-1 text-xl font-bold sm:text-2xl ${name === "left" ? "text-accent" : ""}`}>
              <Price amount={amount} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
      {fee !== null && feeCurrency && (
        <p className="mt-2 text-sm text-soft">
          {t("fee")} <Price amount={fee} currency={feeCurrency} />
        </p>
      )}
    </>
  );
}
