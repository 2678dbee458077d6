import { useFormatter, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { Notice } from "@/components/ui/notice";
import type { BooksHealth } from "@/lib/desk/read/books";

/** Whether the books and the audit log were verified, and whether rows were changed. */
export function Books({ verifiedAt, daysAgo, isOverdue, faults }: BooksHealth) {
  const t = useTranslations("deskFront");
  const format = useFormatter();
  if (!verifiedAt && !isOverdue) return null;
  const at = verifiedAt && format.dateTime(verifiedAt, moment);
  return (
    <section aria-label={t("books.label")} className="mt-3 grid gap-3">
      {isOverdue && (
        <Notice look="notice">
          <p className="font-medium">{at ? t("books.overdue", { n: daysAgo }) : t("books.never")}</p>
          <p className="mt-1 text-sm">{t("books.run")}</p>
        </Notice>
      )}
      {at && faults > 0 && (
        <Notice look="notice">
          <p className="font-medium">{t("books.faults", { n: faults })}</p>
          <p className="mt-1 text-sm">{t("books.found", { at })}</p>
        </Notice>
      )}
      {at && !isOverdue && faults === 0 && <p className="text-sm text-soft">{t("books.well", { at })}</p>}
    </section>
  );
}
