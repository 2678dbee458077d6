import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import type { Business } from "@/lib/shop/business";
import { useBusinessLines } from "./use-business-lines";

export function Footer({ business }: { business: Business }) {
  const t = useTranslations("footer");
  const locale = useLocale();
  return (
    <footer className="mt-auto border-t border-line bg-ground py-10 text-sm leading-relaxed text-soft print:hidden">
      <div className="page">
        <Pages />
        <div className="mt-6 grid gap-6 border-t border-line pt-6 sm:grid-cols-[1fr_auto]">
          <div>
            <p className="font-semibold text-ink">{business.shopName[locale]}</p>
            <BusinessLines business={business} />
          </div>
          <div className="sm:text-right">
            <p className="font-semibold text-ink">{t("contact")}</p>
            <p className="mt-2">
              <a href={`tel:${business.phone}`} className={quietLink}>
                {business.phone}
              </a>
              <br />
              <a href={`mailto:${business.email}`} className={quietLink}>
                {business.email}
              </a>
              <br />
              <span>{business.hours[locale]}</span>
            </p>
          </div>
        </div>
      </div>
    </footer>
  );
}

const quietLink = "inline-block py-2 text-ink underline-offset-4 hover:underline";

/** In the customary order; the privacy notice stands out because the law requires it. */
function Pages() {
  const t = useTranslations("footer");
  return (
    <nav aria-label={t("links")}>
      <ul className="-my-2 flex flex-wrap gap-x-6">
        {(["terms", "privacy", "refunds"] as const).map((page) => (
          <li key={page}>
            <Link
              href={`/${page}`}
              prefetch={false}
              className={`${quietLink} ${page === "privacy" ? "font-bold" : ""}`}
            >
              {t(page)}
            </Link>
          </li>
        ))}
        <li>
          <Link href="/orders/find" prefetch={false} className={quietLink}>
            {t("findOrder")}
          </Link>
        </li>
      </ul>
    </nav>
  );
}

/** What the law requires a shop to say about itself. */
function BusinessLines({ business }: { business: Business }) {
  const t = useTranslations("footer");
  const locale = useLocale();
  const lines = [...useBusinessLines(business), [t("hosting"), business.hosting[locale]]] as const;
  return (
    <>
      <dl className="mt-2 max-w-2xl">
        {lines.map(([name, value]) => (
          <div key={name} className="mr-4 inline-block">
            <dt className="inline">{name}</dt> <dd className="inline text-ink">{value}</dd>
          </div>
        ))}
      </dl>
      <a
        href={registerEntry(business.registrationNumber)}
        target="_blank"
        rel="noreferrer"
        className="inline-block py-2 underline underline-offset-4 hover:text-ink"
      >
        {t("checkBusiness")}
        <span className="sr-only"> ({t("newWindow")})</span>
      </a>
    </>
  );
}

/** The Fair Trade Commission's page about a registered shop. */
const registerEntry = (registrationNumber: string) =>
  `https://www.ftc.go.kr/bizCommPop.do?wrkr_no=${registrationNumber.replaceAll("-", "")}`;
