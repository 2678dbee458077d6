import { useLocale, useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { Section } from "../section";

/** What each gateway settled in a month: sales, what went back, what it kept, and what is left for the shop. */
export function Totals({ totals, of = "total" }: Pick<SettlementMonth, "totals"> & { of?: string }) {
  const t = useTranslations("deskSettlements");
  const gateways = useTranslations("gatewayNames");
  const currencies = new Intl.DisplayNames(useLocale(), { type: "currency" });
  return totals.map(({ gateway, currency, sold, returned, other, fee, vat, net }) => {
    const lines = [
      { name: t("sold"), amount: sold },
      { name: t("returned"), amount: returned },
      { name: t("fee"), amount: -fee },
      { name: t("vat"), amount: -vat },
      ...(other === 0 ? [] : [{ name: t("other"), amount: other }]),
    ];
    return (
      <Section
        key={`${gateway} ${currency}`}
        id={`${of}-${gateway}-${currency}`}
        title={`${gateways(gateway)} · ${currencies.of(currency) ?? currency}`}
      >
        <dl className="mt-4 grid gap-2 sm:grid-cols-3 sm:gap-4 lg:grid-cols-5">
          <Amount name={t("net")} note={t("netNote")} amount={net} currency={currency} isMain />
          {lines.map((line) => (
            <Amount key={line.name} {...line} currency={currency} />
          ))}
        </dl>
      </Section>
    );
  });
}

type AmountProps = { name: string; amount: number; currency: string; note?: string; isMain?: boolean };

const Amount = ({ name, amount, currency, note, isMain = false }: AmountProps) => (
  <div className={`rounded-xl px-4 py-3.5 ${isMain ? "bg-accent-wash text-accent-deep" : "bg-ground"}`}>
    <dt className={`text-sm ${isMain ? "font-medium" : "text-soft"}`}>{name}</dt>
    <dd className="mt-0.5 text-xl font-bold tracking-tight">
      <Price amount={amount} currency={currency} />
    </dd>
    {note && <dd className="mt-0.5 text-sm">{note}</dd>}
  </div>
);
