import { useLocale, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { Price } from "../../ui/price";
import { Section } from "../section";

/** What the gateways still owe for a month's payments, and what nothing explains. */
export function Owed({ owed }: Pick<SettlementMonth, "owed">) {
  const t = useTranslations("deskSettlements.owed");
  const currencies = new Intl.DisplayNames(useLocale(), { type: "currency" });
  if (owed.length === 0) return null;
  return (
    <Section id="owed" title={t("title")}>
      <p className="mt-1 max-w-3xl text-soft">{t("lead")}</p>
      {owed.map((sums) => {
        const lines = [
          [t("books"), sums.owed],
          [t("toCome"), -sums.toCome],
          [t("unlisted"), -sums.unlisted],
        ] as const;
        return (
          <div key={sums.currency} className="mt-4 max-w-xl">
            <h3 className="font-semibold">{currencies.of(sums.currency) ?? sums.currency}</h3>
            <dl className="mt-1">
              {lines.map(([name, amount]) => (
                <div key={name} className="flex justify-between gap-4 py-1">
                  <dt className="text-soft">{name}</dt>
                  <dd>
                    <Price amount={amount} currency={sums.currency} />
                  </dd>
                </div>
              ))}
              <div className="flex justify-between gap-4 border-t border-line py-2 font-semibold">
                <dt>{t("remainder")}</dt>
                <dd>
                  <Price amount={sums.remainder} currency={sums.currency} />
                </dd>
              </div>
            </dl>
            {sums.remainder !== 0 && <Notice look="danger">{t("unexplained")}</Notice>}
          </div>
        );
      })}
    </Section>
  );
}
