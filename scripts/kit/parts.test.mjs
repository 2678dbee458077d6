import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Runs parts in a separate process, as `npm test` does. */
function run(parts) {
  const { status, stdout } = output(parts);
  return { code: status, lastLine: stdout.trimEnd().split("\n").at(-1) };
}

function output(parts) {
  const program = `
    import { leaveOut, part, report, setUp } from "./scripts/kit/parts.mjs";
    ${parts}
    process.exitCode = report();`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
}

test("the last line sums up the tests of all parts", () => {
  expect(
    run(`await setUp("packages", async () => "there");
      await part("unit", async () => ({ passed: 3 }));
      await part("stories", async () => ({ passed: 2 }));`),
  ).toEqual({ code: 0, lastLine: "5 passed, 0 failed" });
});

test("one failure fails the run, and the other parts still run", () => {
  expect(
    run(`await setUp("browser", async () => { throw new Error("none"); });
      await part("unit", async () => ({ passed: 3, failed: 1 }));
      await part("build", async () => { throw new Error("broken"); });
      await leaveOut("stories", "there is no build");
      await part("more", async () => ({ passed: 1 }));`),
  ).toEqual({ code: 1, lastLine: "4 passed, 4 failed" });
});

test("a run without a single test does not pass", () => {
  expect(run(`await setUp("packages", async () => "there");`)).toEqual({
    code: 1,
    lastLine: "0 passed, 0 failed",
  });
});

test("the slowest parts are named before the summary", () => {
  const { stdout } = output(`await part("unit", async () => ({
    passed: 2,
    slowest: { tests: [{ name: "races", ms: 61_234 }], files: [{ name: "race.test.ts", ms: 65_000 }] },
  }));`);
  const lines = stdout.split("\n").map((line) => line.trim());
  expect(lines.slice(lines.indexOf("slowest tests: unit"), lines.indexOf("summary"))).toEqual([
    "slowest tests: unit",
    "61.2 s   races",
    "",
    "slowest files: unit",
    "65.0 s   race.test.ts",
    "",
  ]);
});

test("failures are named just before the summary, where the end of a long log still has them", () => {
  const { stdout } = output(`await part("unit", async () => ({
    passed: 1,
    failed: 1,
    failures: [{ name: "race.test.ts: one wins", why: "expected 1\\nreceived 2" }],
    slowest: { tests: [{ name: "races", ms: 1_000 }], files: [] },
  }));`);
  const lines = stdout.split("\n").map((line) => line.trim());
  expect(lines.slice(lines.indexOf("failed: unit"), lines.indexOf("summary"))).toEqual([
    "failed: unit",
    "race.test.ts: one wins",
    "expected 1",
    "received 2",
    "",
  ]);
});
