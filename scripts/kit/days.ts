import { dayAfter, seoulDate, seoulMidnight } from "@/lib/seoul";

/** Whether the text is a valid calendar date, such as 2026-11-21. */
export function isDay(text: string): boolean {
  const at = seoulMidnight(text);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && seoulDate(at) === text;
}

/** Every day from one to another, both included. */
export function daysBetween(from: string, until: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= until; day = dayAfter(day)) days.push(day);
  return days;
}
