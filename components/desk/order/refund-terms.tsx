import { useTranslations } from "next-intl";
import { fullDay } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Notice } from "@/components/ui/notice";
import type { Refundable } from "@/lib/desk/read/refundable";
import { useMoney } from "./use-money";

/** Until when a payment can be refunded and in which parts, or why no longer and what to do instead. */
export function Terms({ of }: { of: Refundable }) {
  const t = useTranslations("deskOrder.refund");
  const format = useSeoulTime();
  const least = useMoney(of.currency)(of.leastPart);
  const { window, wholeOnly } = of;
  const day = window && format.dateTime(window.until, fullDay);
  if (window?.isOver)
    return (
      <Notice look="notice">
        <p>
          {window.rule === "month"
            ? t("terms.over.month", { day: day ?? "" })
            : t("terms.over.days", { days: window.days, day: day ?? "" })}
        </p>
        <p>{t("terms.instead")}</p>
      </Notice>
    );
  return (
    <>
      <ul className="grid gap-1 text-sm leading-relaxed text-soft">
        <li>{t(`rules.${of.rules}`)}</li>
        <li>{day ? t("terms.until", { day }) : t("terms.noLimit")}</li>
        <li>
          {wholeOnly
            ? t(`terms.wholeOnly.${wholeOnly}`)
            : of.leastPart > 0
              ? t("terms.leastPart", { least })
              : t("terms.parts")}
        </li>
      </ul>
      {of.mayFail && <Notice look="notice">{t("terms.mayFail")}</Notice>}
    </>
  );
}
