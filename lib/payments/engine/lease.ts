import { leaseCall, releaseCall } from "@/db/calls";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { days, hours, later, minutes, seconds } from "../../clock";

/** How long one worker has a call to itself. Only a courtesy: asking twice under one key is harmless. */
const leaseMs = seconds(15);

/** Works on a call whose time has come, unless another worker has it; sets when it is due again. */
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

/** After 10 s, 20 s, every minute for a quarter of an hour, every ten for a day, then every hour. */
export function nextAttempt(askedAt: Date, at: Date): Date {
  const age = at.getTime() - askedAt.getTime();
  if (age < seconds(20)) return later(at, seconds(10));
  if (age < seconds(60)) return later(at, seconds(20));
  if (age < minutes(15)) return later(at, minutes(1));
  if (age < days(1)) return later(at, minutes(10));
  return later(at, hours(1));
}
