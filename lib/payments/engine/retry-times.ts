import { days, hours, later, minutes, seconds } from "../../clock";

// When a call without a final answer is tried again.

/** Delays before each retry, in milliseconds after the previous try. Their sum is less than a caller waits. */
export const triesAfterMs = [400, 1_200];

/** When reconcile first checks on an unfinished call, in milliseconds after it was sent. */
export const firstLookAfterMs = seconds(10);

/**
 * Checks after 10 s and 20 s, then every 20 s until one minute, every minute until 15 minutes, every 10 minutes for a
 * day, then every hour.
 */
export function nextAttempt(askedAt: Date, at: Date): Date {
  const age = at.getTime() - askedAt.getTime();
  if (age < seconds(20)) return later(at, seconds(10));
  if (age < seconds(60)) return later(at, seconds(20));
  if (age < minutes(15)) return later(at, minutes(1));
  if (age < days(1)) return later(at, minutes(10));
  return later(at, hours(1));
}
