import { leaseCall, releaseCall } from "@/db/calls";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { later, seconds } from "../../clock";
import { nextAttempt } from "./retry-times";

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
