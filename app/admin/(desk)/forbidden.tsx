import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";

/** Shown to a signed-in staff member whose role may not open this page. */
export default function Forbidden() {
  const t = useTranslations("desk.forbidden");
  return (
    <div className="py-20 text-center">
      <title>{t("title")}</title>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mx-auto mt-3 max-w-md leading-relaxed text-soft">{t("advice")}</p>
      <p className="mt-8">
        <Link href="/admin" className="action action-main">
          {t("back")}
        </Link>
      </p>
    </div>
  );
}
