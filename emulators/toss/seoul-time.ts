import { seoulDateTime } from "../kit/text";
import { seoulDay, startOf } from "./calendar";
import { type Refusal, refuse } from "./errors";

/** Parses `2026-11-21T15:04:05` as Seoul time, the format requests use. */
export function readSeoulTime(text: string): number | Refusal {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return refuse("INVALID_ISO_DATE_FORMAT");
  const instant = Date.parse(`${text}+09:00`);
  // `Date.parse` reads February 31 as a day in March; refuse it instead.
  return !Number.isNaN(instant) && seoulDateTime(instant) === text ? instant : refuse("INVALID_DATE");
}

/** Parses `2026-11-21` as a day in Seoul. */
export function readSeoulDate(text: string): string | Refusal {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return refuse("INVALID_ISO_DATE_FORMAT");
  const instant = startOf(text);
  return !Number.isNaN(instant) && seoulDay(instant) === text ? text : refuse("INVALID_DATE");
}
