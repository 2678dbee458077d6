import { useFormatter, useTranslations } from "next-intl";
import { business } from "@/components/shop/business";
import { Notice } from "@/components/ui/notice";

/** A paragraph, or a list of points. */
type Passage = string | string[];

export type LegalText = {
  title: string;
  lead: string;
  sections: { title: string; body: Passage[] }[];
};

/** A text with numbered sections. `model` means that the shop has not replaced the sample text yet. */
export function LegalArticle({ text, model }: { text: LegalText; model: boolean }) {
  const t = useTranslations("legal");
  const format = useFormatter();
  const since = format.dateTime(new Date(`${business.effectiveFrom}T00:00:00+09:00`), { dateStyle: "long" });
  return (
    <article className="mx-auto max-w-2xl pt-10 leading-[1.75] sm:pt-16">
      <h1 className="text-2xl font-bold sm:text-3xl">{text.title}</h1>
      <p className="mt-2 text-sm text-soft">{t("since", { date: since })}</p>
      {model && (
        <div className="mt-6 print:hidden">
          <Notice look="notice">{t("model")}</Notice>
        </div>
      )}
      <p className="mt-6 text-lg leading-relaxed">{text.lead}</p>
      {text.sections.map(({ title, body }, index) => (
        <section key={title} aria-labelledby={`section-${index + 1}`} className="mt-10">
          <h2 id={`section-${index + 1}`} className="text-lg font-bold">
            {`${index + 1}. ${title}`}
          </h2>
          {body.map((passage) =>
            typeof passage === "string" ? (
              <p key={passage} className="mt-3">
                {passage}
              </p>
            ) : (
              <ul key={passage.join()} className="mt-3 list-disc space-y-1.5 pl-5 marker:text-edge">
                {passage.map((point) => (
                  <li key={point}>{point}</li>
                ))}
              </ul>
            ),
          )}
        </section>
      ))}
    </article>
  );
}
