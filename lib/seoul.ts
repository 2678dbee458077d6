// Days and times in Seoul. Browsers load this file too, so it imports nothing.

/** The day in Seoul as `20261121`. The shop and its gateways count days in Korean time. */
export const seoulDay = (at: Date) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(at).replaceAll("-", "");

/** When this day begins in Seoul; `day` is like `2026-11-21`. */
export const seoulMidnight = (day: string) => new Date(`${day}T00:00:00+09:00`);

/** When the Seoul day of this moment began. */
export const seoulDayBegan = (at: Date) =>
  seoulMidnight(new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(at));

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
