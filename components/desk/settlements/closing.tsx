import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Notice } from "@/components/ui/notice";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { Section } from "../section";
import { CloseMonth } from "./close-month";
import { Totals } from "./totals";

type Props = Pick<SettlementMonth, "closing" | "isChanged" | "mayNotClose"> & {
  month: string;
  may: boolean;
  closedBy: string;
};

/** A closed month, with its figures if they have changed since; otherwise how to close it, or why that has to wait. */
export function Closing({ month, closing, isChanged, mayNotClose, may, closedBy }: Props) {
  const t = useTranslations("deskSettlements.closing");
  const format = useSeoulTime();
  if (!closing)
    return (
      <Section id="closing" title={t("title")}>
        <p className="mt-1 max-w-3xl text-soft">{mayNotClose ? t(`not.${mayNotClose}`) : t("lead")}</p>
        {may && !mayNotClose && (
          <div className="mt-4">
            <CloseMonth month={month} />
          </div>
        )}
      </Section>
    );
  return (
    <Section id="closing" title={t("closed")}>
      <p className="mt-1 max-w-3xl text-soft">
        <span>{t("closedAt", { at: format.dateTime(closing.closedAt, moment), by: closedBy })}</span>
        {closing.differences > 0 && <span>{` ${t("withDifferences", { n: closing.differences })}`}</span>}
      </p>
      {isChanged && (
        <div className="mt-4">
          <Notice look="notice">{t("changed")}</Notice>
          <Totals totals={closing.totals} of="closed" />
        </div>
      )}
    </Section>
  );
}
