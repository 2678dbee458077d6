import { useLocale, useTranslations } from "next-intl";
import type { Business } from "@/lib/shop/business";

/** The seller, for the printed receipt; on screen the footer shows it. */
export function Seller({ business }: { business: Business }) {
  const t = useTranslations("footer");
  const locale = useLocale();
  const lines = [
    [t("company"), business.companyName[locale]],
    [t("representative"), business.representative[locale]],
    [t("registration"), business.registrationNumber],
    [t("mailOrder"), business.mailOrderNumber[locale]],
    [t("address"), business.address[locale]],
    [t("contact"), `${business.phone}, ${business.email}`],
  ] as const;
  return (
    <dl className="hidden grid-cols-[auto_1fr] gap-x-6 gap-y-1 border-t border-line py-5 text-sm print:grid">
      {lines.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
