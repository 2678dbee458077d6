import { callById, leaseCall, releaseCall } from "@/db/calls";
import type { Call } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { later, seconds } from "../../clock";
import { nextAttempt } from "./retry-times";

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
