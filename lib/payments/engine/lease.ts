import { leaseCall, releaseCall } from "@/db/calls";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { later, seconds } from "../../clock";
import { nextAttempt } from "./retry-times";

/**
 * How long one worker keeps a call, in milliseconds. Only a courtesy: sending a call twice under one key is harmless.
 */
const leaseMs = seconds(15);

/** The lease of a worker that writes a call and sends it at once, for the call's row. */
export const leasedFrom = (at: Date): Pick<Call, "leasedUntil" | "nextAt"> => ({
  leasedUntil: later(at, leaseMs),
  nextAt: nextAttempt(at, at),
});

/** Ends the lease on a call that has no final answer. */
export const release = (callId: string) => transaction((tx) => releaseCall(tx, callId));

/** Works on a due call, unless another worker holds its lease, and sets when it is due again. */
export async function workOn(call: Call, at: Date, work: (call: Call) => Promise<unknown>) {
  const leased = await transaction((tx) =>
    leaseCall(tx, call.id, at, later(at, leaseMs), nextAttempt(call.askedAt, at)),
  );
  if (!leased) return;
  try {
    await work(leased);
  } finally {
    await release(call.id);
  }
}
