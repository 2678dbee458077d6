import { parseArgs } from "node:util";
import { dayAfter, seoulDate, seoulMidnight } from "@/lib/seoul";

/**
 * The days that the command line names: one date, or two for all days between them; empty if it names none. Ends the
 * process with the usage if it names anything else.
 */
export function daysAsked(usage: string): string[] {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [from, until = from] = positionals;
  if (positionals.length > 2 || !positionals.every(isDay) || (from && until && from > until)) {
    console.error(usage);
    process.exit(2);
  }
  const days: string[] = [];
  for (let day = from; day && until && day <= until; day = dayAfter(day)) days.push(day);
  return days;
}

/** Whether the text is a valid calendar date, such as 2026-11-21. */
function isDay(text: string): boolean {
  const at = seoulMidnight(text);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && seoulDate(at) === text;
}
