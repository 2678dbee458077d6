import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { RawText } from "../raw-text";
import { Section } from "../section";

/** What a gateway's support may be sent. */
export function SupportSection({ bundle }: { bundle: string }) {
  const t = useTranslations("deskOrder.support");
  const copying = useTranslations("desk.copying");
  return (
    <Section id="support" title={t("title")}>
      <p className="my-3 text-sm leading-relaxed text-soft">{t("lead")}</p>
      <CopyButton
        text={bundle}
        shownIn="bundle"
        look="quiet"
        words={{ copy: t("copy"), copied: copying("copied"), selected: copying("selected") }}
      />
      <details className="mt-3">
        <summary className="w-fit cursor-pointer py-1.5 text-sm font-medium text-accent">{t("show")}</summary>
        <RawText id="bundle">{bundle}</RawText>
      </details>
    </Section>
  );
}
