import { createHash } from "node:crypto";
import { availableParallelism, loadavg } from "node:os";

// Waits take longer on a slow or busy machine. Every time limit in the tests is multiplied by what is measured here, so
// that a test fails for what it checks and not because of other load.

/** Scales a time limit, in milliseconds, from a quiet machine of usual speed to this machine as it is now. */
export const patient = (ms: number) => Math.round(ms * slowdown());

/** For tests that take long even on a quiet machine: browsers, many worlds, many races. */
export const longTest = (ms: number) => ({ timeout: patient(ms) });

/** How many times slower this machine is now than a quiet one of usual speed: 1 to 10. */
export function slowdown(): number {
  const waiting = (loadavg()[0] ?? 0) / availableParallelism();
  return Math.min(10, slowness() * Math.max(1, waiting));
}

/** Set once by the process that starts the others, since measuring takes each of them time. */
const name = "TEST_MACHINE_SLOWNESS";

/** How many times slower the processor is than usual, at least 1, including when a container's limit throttles it. */
function slowness(): number {
  const known = Number(process.env[name]);
  if (known >= 1) return known;
  const measured = Math.max(1, Math.min(workMs(), workMs(), workMs()) / usualMs);
  process.env[name] = String(measured);
  return measured;
}

/** How long the work below takes on the machine the limits were chosen on, in milliseconds. */
const usualMs = 12;

function workMs() {
  const begun = performance.now();
  let hash = "";
  for (let n = 0; n < 10_000; n += 1) hash = createHash("sha256").update(`${hash}${n}`).digest("hex");
  return performance.now() - begun;
}
