import { useFormatter, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { Notice } from "@/components/ui/notice";
import type { PagesHealth } from "@/lib/desk/read/pages";

/** Whether the shopper pages were checked, and which parts are not as expected. */
export function Pages({ checkedAt, daysAgo, isOverdue, differences, differsSince, scripts }: PagesHealth) {
  const t = useTranslations("deskFront");
  const format = useFormatter();
  if (!checkedAt && !isOverdue) return null;
  return (
    <section aria-label={t("pages.label")} className="mt-3 grid gap-3">
      {isOverdue && (
        <Notice look="notice">
          <p className="font-medium">{checkedAt ? t("pages.overdue", { n: daysAgo }) : t("pages.never")}</p>
          <p className="mt-1 text-sm">{t("pages.run")}</p>
        </Notice>
      )}
      {differences.length > 0 && (
        <Notice look="notice">
          <p className="font-medium">{t("pages.differs", { n: differences.length })}</p>
          {differsSince && (
            <p className="mt-1 text-sm">
              {t("pages.since", { since: format.dateTime(differsSince, moment) })}
            </p>
          )}
          <ul className="mt-2 grid gap-1 text-sm break-all">
            {differences.slice(0, 20).map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        </Notice>
      )}
      {checkedAt && !isOverdue && differences.length === 0 && (
        <p className="text-sm text-soft">
          {t("pages.well", { at: format.dateTime(checkedAt, moment), n: scripts })}
        </p>
      )}
    </section>
  );
}
