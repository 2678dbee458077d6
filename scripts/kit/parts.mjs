import { bold, dim, explain, red, say, seconds, step } from "./say.mjs";

const parts = [];

/**
 * One part of the test run. `work` returns its counts of tests; if it throws, that counts as one failure. Returns
 * whether all went well, so that a part that depends on it can be left out.
 */
export function part(name, work) {
  say(`\n${bold(name)}`);
  return record(name, work);
}

/** Setup is not a test and counts only if it fails. */
export const setUp = (name, work) => record(name, () => step(name, work));

async function record(name, work) {
  const begun = performance.now();
  let count;
  try {
    count = { passed: 0, failed: 0, ...(await work()) };
  } catch (error) {
    explain(error);
    count = { passed: 0, failed: 1 };
  }
  parts.push({ name, time: seconds(begun), ...count });
  return count.failed === 0;
}

/** A part that cannot run because something it needs is missing counts as a failure, too. */
export const leaveOut = (name, reason) =>
  part(name, async () => {
    say(`  left out: ${reason}`);
    return { failed: 1 };
  });

/**
 * Prints what took longest, what failed, every part with its time, and the totals alone on the last line. Returns the
 * exit code.
 */
export function report() {
  for (const { name, slowest } of parts) if (slowest) sayWhatTookLongest(name, slowest);
  for (const { name, failures } of parts) if (failures?.length > 0) sayWhatFailed(name, failures);
  say(`\n${bold("summary")}`);
  for (const { name, time, passed, failed } of parts) {
    const count = passed + failed === 0 ? "" : `${passed} passed${failed ? red(`, ${failed} failed`) : ""}`;
    say(`  ${name.padEnd(28)}${dim(time.padStart(9))}   ${count}`.trimEnd());
  }
  const sum = (key) => parts.reduce((total, one) => total + one[key], 0);
  const [passed, failed] = [sum("passed"), sum("failed")];
  if (passed + failed === 0) say("\nNo test ran.");
  say(`\n${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function sayWhatTookLongest(part, { tests, files }) {
  for (const [what, all] of Object.entries({ tests, files })) {
    say(`\n${bold(`slowest ${what}: ${part}`)}`);
    for (const { name, ms } of all) say(`  ${dim(`${(ms / 1000).toFixed(1)} s`.padStart(8))}   ${name}`);
  }
}

function sayWhatFailed(part, failures) {
  say(`\n${bold(red(`failed: ${part}`))}`);
  for (const { name, why } of failures) say(`  ${name}\n${why.replace(/^/gm, "      ")}`);
}
