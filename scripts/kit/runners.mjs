import { readFileSync } from "node:fs";
import { join } from "node:path";
import { showNode } from "./processes.mjs";
import { coloured } from "./say.mjs";

/** Colours are for people, not for a log. */
const plain = coloured ? {} : { NO_COLOR: "1" };

/** Unit and contract tests on these engines. */
export async function runVitest(engines, filters, env) {
  const report = join(env.TMPDIR, "vitest.json");
  const projects = engines.map((engine) => `--project=${engine}`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["run", ...projects, ...reporters, ...only(filters, "--passWithNoTests")];
  const code = await showNode(["node_modules/vitest/vitest.mjs", ...args], { env: { ...plain, ...env } });
  return verdict(code, countVitest(read(report)));
}

/** The stories in a real browser on these engines, on a computer and on a phone. */
export async function runPlaywright(engines, filters, env) {
  const report = join(env.TMPDIR, "playwright.json");
  const projects = engines.flatMap((engine) => [`--project=${engine}`, `--project=${engine}-phone`]);
  const args = ["test", ...projects, ...only(filters, "--pass-with-no-tests")];
  const code = await showNode(["node_modules/playwright/cli.js", ...args], {
    env: { ...env, PLAYWRIGHT_REPORT: report },
  });
  return verdict(code, countPlaywright(read(report)));
}

/** A filter may leave nothing to run; without one, an empty run means that the tests got lost. */
const only = (filters, mayBeEmpty) => (filters.length > 0 ? [mayBeEmpty, ...filters] : []);

/** A runner that ends badly without a failed test is itself a failure. */
const verdict = (code, count) => ({ ...count, failed: code !== 0 && count.failed === 0 ? 1 : count.failed });

function read(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return undefined;
  }
}

function countVitest(report) {
  const brokenFiles = report?.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 1) + (brokenFiles?.length ?? 0),
  };
}

const countPlaywright = (report) => ({
  passed: report ? report.stats.expected + report.stats.flaky : 0,
  failed: report ? report.stats.unexpected + report.errors.length : 1,
  late: report?.stats.flaky ?? 0,
});
