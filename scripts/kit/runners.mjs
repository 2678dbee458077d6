import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { failedOfPlaywright, failedOfVitest, slowestOfPlaywright, slowestOfVitest } from "./digest.mjs";
import { showNode } from "./processes.mjs";
import { colored } from "./say.mjs";

/** No colors in logs. */
const plain = colored ? {} : { NO_COLOR: "1" };

/** The unit tests each tier runs, by tag. The tiers of the stories are in playwright.config.ts. */
const tags = { quick: ["!deep && !slow"], check: ["!deep"], deep: ["deep"], all: [] };

/** Runs this tier's unit and contract tests on these engines. Report: test-results/vitest.json. */
export async function runVitest(tier, engines, filters, env) {
  const report = reportAt("vitest.json");
  const names = engines.flatMap((engine) => [`${engine} alone`, engine]);
  const projects = [...(engines.includes("sqlite") ? ["plain"] : []), ...names].map(
    (name) => `--project=${name}`,
  );
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const tagged = tags[tier].map((filter) => `--tags-filter=${filter}`);
  const args = ["run", ...projects, ...reporters, ...tagged, ...only(filters, "--passWithNoTests")];
  const code = await showNode(["node_modules/vitest/vitest.mjs", ...args], {
    env: { ...plain, ...env, TEST_TIER: tier },
  });
  return verdict(code, read(report), (told) => ({
    ...countVitest(told),
    failures: failedOfVitest(told),
    slowest: slowestOfVitest(told),
  }));
}

/** Runs this tier's stories in a real browser, on desktop and on a phone. Report: test-results/playwright.json. */
export async function runPlaywright(tier, engines, filters, env) {
  const report = reportAt("playwright.json");
  const projects = engines.flatMap((engine) => [`--project=${engine}`, `--project=${engine}-phone`]);
  const args = ["test", ...projects, ...only(filters, "--pass-with-no-tests")];
  const code = await showNode(["node_modules/playwright/cli.js", ...args], {
    env: { ...env, TEST_TIER: tier, PLAYWRIGHT_REPORT: report },
  });
  return verdict(code, read(report), (told) => ({
    ...countPlaywright(told),
    failures: failedOfPlaywright(told),
    slowest: slowestOfPlaywright(told),
  }));
}

/** The report's path. A report is kept until the next run of its kind. */
function reportAt(name) {
  mkdirSync("test-results", { recursive: true });
  const path = `test-results/${name}`;
  rmSync(path, { force: true });
  return path;
}

/** A filter may leave nothing to run; without one, an empty run means that tests got lost. */
const only = (filters, mayBeEmpty) => (filters.length > 0 ? [mayBeEmpty, ...filters] : []);

/** A runner that fails without a failed test, or without a report, counts as a failure. */
function verdict(code, report, digest) {
  if (!report) return { failed: 1 };
  const told = digest(report);
  return code !== 0 && told.failed === 0 ? { ...told, failed: 1 } : told;
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return undefined;
  }
}

function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}

const countPlaywright = ({ stats, errors }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + errors.length,
});
