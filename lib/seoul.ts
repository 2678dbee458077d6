// Days and times in Seoul. Browsers load this file too, so it imports nothing.

/** The day in Seoul as `20261121`. The shop and its gateways count days in Korean time. */
export const seoulDay = (at: Date) => seoulDate(at).replaceAll("-", "");

/** When this day begins in Seoul; `day` is like `2026-11-21`. */
export const seoulMidnight = (day: string) => new Date(`${day}T00:00:00+09:00`);

/** When the Seoul day of this moment began. */
export const seoulDayBegan = (at: Date) => seoulMidnight(seoulDate(at));

/** The last millisecond of the Seoul day that is `days` days after this moment's. Korea's days all have 24 hours. */
export const seoulDayEnds = (at: Date, days = 0) =>
  new Date(seoulDayBegan(at).getTime() + (days + 1) * 86_400_000 - 1);

/** The last millisecond of the calendar month in Seoul. */
export function seoulMonthEnds(at: Date) {
  const day = seoulDay(at);
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(4, 6))];
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
  return new Date(seoulMidnight(`${next}-01`).getTime() - 1);
}

// Made once: making one takes thirty times as long as using it.
const seoulClock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Seoul",
  dateStyle: "short",
  timeStyle: "medium",
});

/** A moment as local time in Seoul: `2026-11-21 12:00:00`. */
export const seoulTime = (at: Date) => seoulClock.format(at);

/** The day in Seoul as `2026-11-21`. */
export const seoulDate = (at: Date) => seoulTime(at).slice(0, 10);

const dayMs = 86_400_000;

/** The day after this one; both like `2026-11-21`. Seoul has no daylight saving time. */
export const dayAfter = (day: string) => seoulDate(new Date(seoulMidnight(day).getTime() + dayMs));

/** The month after this one; both like `2026-11`. */
export const monthAfter = (month: string) => stepped(month, 1);

export const monthBefore = (month: string) => stepped(month, -1);

function stepped(month: string, by: number) {
  const [year = 0, n = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, n - 1 + by, 1)).toISOString().slice(0, 7);
}
