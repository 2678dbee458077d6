import { useLocale } from "next-intl";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { formatMoney } from "@/lib/money";
import { dayAfter, monthAfter, seoulMidnight } from "@/lib/seoul";

type Props = Pick<SettlementMonth, "days"> & { month: string; today: string };

/**
 * What arrives on which day, as a month of weeks that begin on Sunday. Only for eyes and wide screens: the table below has
 * the same figures and more.
 */
export function PayoutCalendar({ days, month, today }: Props) {
  const format = useSeoulTime();
  const locale = useLocale();
  const all = daysOf(month);
  const [first = ""] = all;
  const week = (day: string) => format.dateTime(seoulMidnight(day), { weekday: "short" });
  // 2028-01-02 was a Sunday.
  const sundayOn = daysFrom("2028-01-02", 7);
  const before = new Date(`${first}T00:00:00Z`).getUTCDay();
  return (
    <div aria-hidden="true" className="mt-4 hidden grid-cols-7 gap-1 text-sm lg:grid">
      {sundayOn.map((day) => (
        <p key={day} className="px-2 text-soft">
          {week(day)}
        </p>
      ))}
      {all.map((day, n) => (
        <div
          key={day}
          style={n === 0 ? { gridColumnStart: before + 1 } : undefined}
          className={`min-h-18 rounded-lg border px-2 py-1.5 ${day === today ? "border-accent" : "border-line"}`}
        >
          <p className="text-soft">{Number(day.slice(8))}</p>
          {days
            .filter((row) => row.day === day)
            .map(({ gateway, currency, net, kept, paid }) => (
              <div key={`${gateway} ${currency}`} className="mt-0.5 leading-tight">
                <p className={paid === net ? "font-semibold" : "font-semibold text-soft"}>
                  {formatMoney({ amount: net, currency }, locale)}
                </p>
                <p className="text-xs text-soft">{formatMoney({ amount: -kept, currency }, locale)}</p>
              </div>
            ))}
        </div>
      ))}
    </div>
  );
}

/** The days of a month, such as 2028-02. */
function daysOf(month: string): string[] {
  const days: string[] = [];
  for (let day = `${month}-01`; day < `${monthAfter(month)}-01`; day = dayAfter(day)) days.push(day);
  return days;
}

function daysFrom(first: string, count: number): string[] {
  const days = [first];
  while (days.length < count) days.push(dayAfter(days.at(-1) ?? first));
  return days;
}
