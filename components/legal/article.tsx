import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { LegalPage } from "@/lib/contracts/shop";
import { env } from "@/lib/settings/env";
import type { Shop } from "@/lib/shop/shop";
import type { Passage } from "./legal-text";
import { legalText } from "./text";

type Props = { page: LegalPage; of: Shop };

/** A legal text with numbered sections. A shop with test keys says so while it shows the sample. */
export function LegalArticle({ page, of: shop }: Props) {
  const t = useTranslations("legal");
  const format = useFormatter();
  const locale = useLocale();
  const text = legalText(page, shop, locale);
  const since = format.dateTime(new Date(`${shop.effectiveFrom}T00:00:00+09:00`), { dateStyle: "long" });
  const isSample = !shop.legal[page][locale] && !env().live;
  return (
    <article className="mx-auto max-w-2xl pt-10 leading-[1.75] sm:pt-16">
      <h1 className="text-2xl font-bold sm:text-3xl">{text.title}</h1>
      <p className="mt-2 text-sm text-soft">{t("since", { date: since })}</p>
      {isSample && (
        <div className="mt-6 print:hidden">
          <Notice look="notice">{t("model")}</Notice>
        </div>
      )}
      <div className="mt-6 text-lg leading-relaxed">
        <Passages of={text.lead} />
      </div>
      {text.sections.map(({ title, body }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, and a shop may repeat itself.
        <section key={index} aria-labelledby={`section-${index + 1}`} className="mt-10">
          <h2 id={`section-${index + 1}`} className="text-lg font-bold">
            {`${index + 1}. ${title}`}
          </h2>
          <Passages of={body} />
        </section>
      ))}
    </article>
  );
}

const Passages = ({ of }: { of: Passage[] }) =>
  of.map((passage, at) =>
    typeof passage === "string" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, and a shop may repeat itself.
      <p key={at} className="mt-3">
        {passage}
      </p>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <ul key={at} className="mt-3 list-disc space-y-1.5 pl-5 marker:text-edge">
        {passage.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    ),
  );
