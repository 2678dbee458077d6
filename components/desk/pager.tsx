import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";

type Props = { previous: string | null; next: string | null };

/** Links to the neighboring pages, if there are any. */
export function Pager({ previous, next }: Props) {
  const t = useTranslations("desk.pager");
  if (!previous && !next) return null;
  return (
    <nav aria-label={t("label")} className="mt-6 flex justify-between gap-3">
      {previous ? (
        <Link href={previous} prefetch={false} className="action action-quiet">
          {t("newer")}
        </Link>
      ) : (
        <span />
      )}
      {next && (
        <Link href={next} prefetch={false} className="action action-quiet">
          {t("older")}
        </Link>
      )}
    </nav>
  );
}
