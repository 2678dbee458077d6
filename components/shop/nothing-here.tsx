import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";

export function NothingHere() {
  const t = useTranslations("nothingHere");
  return (
    <div className="py-20 text-center sm:py-28">
      <title>{t("title")}</title>
      <h1 className="text-2xl font-bold sm:text-3xl">{t("title")}</h1>
      <p className="mx-auto mt-3 max-w-md leading-relaxed text-balance text-soft">{t("advice")}</p>
      <p className="mt-8 flex flex-wrap justify-center gap-3">
        <Link href="/" className="action action-main">
          {t("shop")}
        </Link>
        <Link href="/orders/find" className="action action-quiet">
          {t("findOrder")}
        </Link>
      </p>
    </div>
  );
}
