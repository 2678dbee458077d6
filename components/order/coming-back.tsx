import { useTranslations } from "next-intl";
import { Sign } from "./sign";

/**
 * The gateway has not said yet whether this browser came back with the order's payment, so nothing about the order is
 * shown.
 */
export function ComingBack() {
  const t = useTranslations("standing");
  return (
    <section aria-live="polite" className="mx-auto max-w-xl pt-10 pb-8 text-center sm:pt-16">
      <meta httpEquiv="refresh" content="3" />
      <Sign look="busy" />
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{t("checking.title")}</h1>
      <p className="mx-auto mt-4 max-w-md leading-relaxed text-balance text-soft">{t("checking.lead")}</p>
      <p className="mt-2 text-soft">{t("updates")}</p>
    </section>
  );
}
