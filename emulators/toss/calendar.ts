import { seoulDateTime } from "../kit/text";
import { days } from "../kit/time";
import { holidays } from "./holidays";

// Calendar days in Seoul, written `yyyy-MM-dd`.

export function seoulDay(instant: number): string {
  return seoulDateTime(instant).slice(0, 10);
}

/** The day's first moment in Seoul, in milliseconds. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00+09:00`);
}

export function daysAfter(day: string, count: number): string {
  return seoulDay(startOf(day) + days(count));
}

/** The midnight in Seoul that follows an instant, in milliseconds. */
export function nextMidnight(instant: number): number {
  return startOf(daysAfter(seoulDay(instant), 1));
}

/** The Sunday that ends the day's week; a Sunday is its own. */
export function sundayOf(day: string): string {
  return daysAfter(day, (7 - weekday(day)) % 7);
}

export function lastOfMonth(day: string): string {
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10);
}

/** Whether banks are open. Outside the years of the table, only weekends count as closed. */
export function isBusinessDay(day: string): boolean {
  return weekday(day) % 6 !== 0 && !holidays.has(day);
}

/** The `count`th business day after a day, which need not be one itself. `count` is at least 1. */
export function businessDaysAfter(day: string, count: number): string {
  let found = day;
  for (let left = count; left > 0; ) {
    found = daysAfter(found, 1);
    if (isBusinessDay(found)) left -= 1;
  }
  return found;
}

/** 0 is Sunday. */
function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
