import { createHash } from "node:crypto";
import { availableParallelism, loadavg } from "node:os";

// What is waited for in tests takes longer on a slow machine and on a busy one. Every time limit of the tests is
// multiplied by what is measured here, so that a test fails for what it says and not for who works beside it.

/**
 * A time limit in milliseconds that a quiet machine of usual speed would keep with ease, as long as this machine needs
 * at this moment.
 */
export const patient = (ms: number) => Math.round(ms * slowdown());

/** For tests that take long also on a quiet machine: browsers, many worlds, many races. */
export const longTest = (ms: number) => ({ timeout: patient(ms) });

/** How many times slower than a quiet machine of usual speed this one is now: 1 to 10. */
export function slowdown(): number {
  const waiting = (loadavg()[0] ?? 0) / availableParallelism();
  return Math.min(10, slowness() * Math.max(1, waiting));
}

/** Set once by the process that starts the others, since measuring costs each of them time. */
const name = "TEST_MACHINE_SLOWNESS";

/** How many times slower the processor is than usual, 1 or more, also where a limit of a container's holds it back. */
function slowness(): number {
  const known = Number(process.env[name]);
  if (known >= 1) return known;
  const measured = Math.max(1, Math.min(workMs(), workMs(), workMs()) / usualMs);
  process.env[name] = String(measured);
  return measured;
}

/** What the work below takes where the limits were found to be ample, in milliseconds. */
const usualMs = 12;

function workMs() {
  const begun = performance.now();
  let hash = "";
  for (let n = 0; n < 10_000; n += 1) hash = createHash("sha256").update(`${hash}${n}`).digest("hex");
  return performance.now() - begun;
}
