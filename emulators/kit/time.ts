/** Durations in milliseconds. */
export const seconds = (count: number) => count * 1_000;
export const minutes = (count: number) => count * 60_000;
export const hours = (count: number) => count * 3_600_000;
export const days = (count: number) => count * 86_400_000;

/** The next moment after an instant at which the day in UTC is as old as this, in milliseconds. */
export function nextTimeOfDay(instant: number, sinceMidnight: number): number {
  const today = instant - (instant % days(1)) + sinceMidnight;
  return today > instant ? today : today + days(1);
}
