import { useLocale, useTranslations } from "next-intl";
import { business } from "./business";

export function Footer() {
  const t = useTranslations("footer");
  const locale = useLocale();
  const lines = [
    [t("company"), business.companyName[locale]],
    [t("representative"), business.representative[locale]],
    [t("registration"), business.registrationNumber],
    [t("mailOrder"), business.mailOrderNumber[locale]],
    [t("address"), business.address[locale]],
  ] as const;
  return (
    <footer className="mt-auto border-t border-line bg-ground py-10 text-sm leading-relaxed text-soft print:bg-white">
      <div className="page grid gap-6 sm:grid-cols-[1fr_auto]">
        <div>
          <p className="font-semibold text-ink">{business.shopName[locale]}</p>
          <dl className="mt-2 max-w-2xl">
            {lines.map(([name, value]) => (
              <div key={name} className="mr-4 inline-block">
                <dt className="inline">{name}</dt> <dd className="inline text-ink">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <div className="sm:text-right">
          <p className="font-semibold text-ink">{t("contact")}</p>
          <p className="mt-2">
            <a
              href={`tel:${business.phone}`}
              className="inline-block py-2 text-ink underline-offset-4 hover:underline"
            >
              {business.phone}
            </a>
            <br />
            <a
              href={`mailto:${business.email}`}
              className="inline-block py-2 text-ink underline-offset-4 hover:underline"
            >
              {business.email}
            </a>
            <br />
            {business.hours[locale]}
          </p>
        </div>
      </div>
    </footer>
  );
}
