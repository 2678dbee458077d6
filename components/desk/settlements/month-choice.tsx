import { useTranslations } from "next-intl";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Link } from "@/components/ui/link";
import { monthAfter, monthBefore, seoulMidnight } from "@/lib/seoul";

type Props = { month: string; newest: string };

/** Steps from one month to the next. The month is in the address, so that it can be sent to a colleague. */
export function MonthChoice({ month, newest }: Props) {
  const t = useTranslations("deskSettlements");
  const format = useSeoulTime();
  const nameOf = (of: string) =>
    format.dateTime(seoulMidnight(`${of}-01`), { year: "numeric", month: "long" });
  const later = monthAfter(month);
  return (
    <nav aria-label={t("month")} className="flex items-center gap-1">
      <Step to={monthBefore(month)} label={nameOf(monthBefore(month))} sign="‹" />
      <p className="min-w-36 text-center font-semibold" aria-current="true">
        {nameOf(month)}
      </p>
      {later <= newest && <Step to={later} label={nameOf(later)} sign="›" />}
    </nav>
  );
}

const Step = ({ to, label, sign }: { to: string; label: string; sign: string }) => (
  <Link
    href={`/admin/settlements?month=${to}`}
    prefetch={false}
    aria-label={label}
    className="action action-quiet min-w-11 text-center"
  >
    <span aria-hidden="true">{sign}</span>
  </Link>
);
