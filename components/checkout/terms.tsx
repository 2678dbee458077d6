import { useTranslations } from "next-intl";

const pages = ["terms", "privacy", "refunds"] as const;

/** What a buyer agrees to by paying. The pages open in a new tab, and the sheet stays as it is. */
export function Terms() {
  const t = useTranslations();
  return (
    <div className="text-[0.9375rem] leading-relaxed text-soft">
      <p>{t("sheet.consent")}</p>
      <ul className="mt-1 flex flex-wrap gap-x-5">
        {pages.map((page) => (
          <li key={page}>
            <a
              href={`/${page}`}
              target="_blank"
              rel="noreferrer"
              className="inline-flex min-h-11 items-center underline underline-offset-4 hover:text-ink"
            >
              <span>{t(`footer.${page}`)}</span>
              <span className="sr-only"> ({t("footer.newWindow")})</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
