import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";

/** A phone may come back from the card company in another browser, which knows neither cart nor buyer. */
export function Elsewhere() {
  const t = useTranslations("wayOn");
  return (
    <div className="mt-6 text-center text-[0.9375rem] text-soft print:hidden">
      <p className="text-balance">{t("elsewhere")}</p>
      <Link href="/orders/find" className="action action-quiet mt-4 text-ink">
        {t("find")}
      </Link>
    </div>
  );
}
