import { seoulDateTime } from "../kit/text";
import { type Refusal, refuse } from "./errors";

/** Reads `2026-11-21T15:04:05` as Seoul's wall clock, which is how requests write times. */
export function readSeoulTime(text: string): number | Refusal {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return refuse("INVALID_ISO_DATE_FORMAT");
  const instant = Date.parse(`${text}+09:00`);
  // The 31st of February is read as a day in March: what was meant was no day at all.
  return !Number.isNaN(instant) && seoulDateTime(instant) === text ? instant : refuse("INVALID_DATE");
}
