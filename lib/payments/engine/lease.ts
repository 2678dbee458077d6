import { callById, leaseCall, releaseCall } from "@/db/calls";
import type { Call } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { days, hours, later, minutes, seconds } from "../../clock";

/**
 * How long one worker keeps a call, in milliseconds. Only a courtesy: sending a call twice under one key is harmless.
 */
const leaseMs = seconds(15);

/** Works on a due call, unless another worker holds its lease, and sets when it is due again. */
export async function workOn(call: Call, at: Date, work: (call: Call) => Promise<void>) {
  const leased = await transaction((tx) => lease(tx, call, at));
  if (leased) await workOnLeased(leased, work);
}

/** Leases a call within a transaction; undefined if it is not due or another worker has it. */
export const lease = (tx: Tx, call: Call, at: Date): Promise<Call | undefined> =>
  leaseCall(tx, call.id, at, later(at, leaseMs), nextAttempt(call.askedAt, at));

/** Works on a call that this worker has leased. */
export async function workOnLeased(leased: Call, work: (call: Call) => Promise<void>) {
  try {
    await work(leased);
  } finally {
    // Ending a call also ends its lease.
    if ((await callById(db, leased.id))?.state === "open")
      await transaction((tx) => releaseCall(tx, leased.id));
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
