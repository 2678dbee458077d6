import { useTranslations } from "next-intl";

/** Shown on every page while no real money moves. */
export function TestBanner({ demo }: { demo: boolean }) {
  const t = useTranslations("banner");
  return (
    <p role="note" className="bg-notice-wash px-5 py-2 text-center text-sm font-medium text-notice">
      {demo ? t("demo") : t("test")}
    </p>
  );
}
