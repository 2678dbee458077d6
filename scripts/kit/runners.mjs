import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { showNode } from "./processes.mjs";
import { watched } from "./say.mjs";

/** Colours are for people, not for a log. */
const plain = watched ? {} : { NO_COLOR: "1", FORCE_COLOR: "0" };

/** Unit and contract tests on one engine. */
export const runVitest = (engine, filters, env) =>
  withReport(async (report) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const args = ["run", `--project=${engine}`, ...reporters, "--passWithNoTests", ...filters];
    const code = await showNode(["node_modules/vitest/vitest.mjs", ...args], { env: { ...plain, ...env } });
    return { code, count: countVitest };
  });

/** The stories in a real browser on one engine, on a computer and on a phone. */
export const runPlaywright = (engine, filters, env) =>
  withReport(async (report) => {
    const args = [
      "test",
      `--project=${engine}`,
      `--project=${engine}-phone`,
      "--pass-with-no-tests",
      ...filters,
    ];
    const code = await showNode(["node_modules/playwright/cli.js", ...args], {
      env: { ...plain, ...env, PLAYWRIGHT_REPORT: report },
    });
    return { code, count: countPlaywright };
  });

/** Counts what the runner wrote down. A runner that ends badly without a failed test is itself a failure. */
async function withReport(run) {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-report-"));
  try {
    const report = join(folder, "report.json");
    const { code, count } = await run(report);
    const { passed, failed } = count(read(report));
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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
  passed: report?.stats.expected ?? 0,
  failed: report ? report.stats.unexpected + report.stats.flaky + report.errors.length : 1,
});
