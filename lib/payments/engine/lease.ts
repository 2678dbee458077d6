import { leaseCall, releaseCall } from "@/db/calls";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { days, hours, later, minutes, seconds } from "../../clock";

/**
 * How long one worker keeps a call, in milliseconds. Only a courtesy: sending a call twice under one key is harmless.
 */
const leaseMs = seconds(15);

/** Works on a due call, unless another worker holds its lease, and sets when it is due again. */
export async function workOn(call: Call, at: Date, work: (call: Call) => Promise<void>) {
  const leased = await transaction((tx) =>
    leaseCall(tx, call.id, at, later(at, leaseMs), nextAttempt(call.askedAt, at)),
  );
  if (!leased) return;
  try {
    await work(leased);
  } finally {
    await transaction((tx) => releaseCall(tx, call.id));
  }
}

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
