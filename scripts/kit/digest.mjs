import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

const shown = 10;

/** The slowest tests and files in a vitest report, in milliseconds of wall-clock time. */
export function slowestOfVitest({ testResults }) {
  const files = testResults.map(({ name, startTime, endTime }) => ({
    name: relative(process.cwd(), name),
    ms: endTime - startTime,
  }));
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${relative(process.cwd(), name)}: ${fullName}`,
      ms: duration ?? 0,
    })),
  );
  return { tests: slowest(tests), files: slowest(files) };
}

/** The slowest stories and files in a Playwright report, in milliseconds of wall-clock time. */
export function slowestOfPlaywright({ suites }) {
  const stories = suites.flatMap(storiesIn);
  const sums = new Map();
  for (const { file, ms } of stories) sums.set(file, (sums.get(file) ?? 0) + ms);
  return {
    tests: slowest(stories.map(({ file, title, on, ms }) => ({ name: `${file}: ${title} (${on})`, ms }))),
    files: slowest([...sums].map(([name, ms]) => ({ name, ms }))),
  };
}

function storiesIn({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests.map(({ projectName: on, status, results }) => ({
      file,
      title,
      on,
      ms: results.reduce((sum, { duration }) => sum + duration, 0),
      failure: isGood(status) ? undefined : (results.find(({ error }) => error)?.error.message ?? status),
    })),
  );
  return [...own, ...suites.flatMap(storiesIn)];
}

/**
 * The failed tests in a vitest report, and files that failed outside any test, each with the first lines of the error.
 */
export const failedOfVitest = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults
      .filter((one) => one.status === "failed")
      .map(({ fullName, failureMessages }) => ({
        name: `${file}: ${fullName}`,
        why: brief(failureMessages[0]),
      }));
    const isBroken = status === "failed" && failed.length === 0;
    return isBroken ? [{ name: file, why: brief(message) }] : failed;
  });

/**
 * The failed stories in a Playwright report, each with the first lines of the error, and what failed outside any story.
 */
export const failedOfPlaywright = ({ suites, errors }) => [
  ...suites
    .flatMap(storiesIn)
    .filter(({ failure }) => failure !== undefined)
    .map(({ file, title, on, failure }) => ({ name: `${file}: ${title} (${on})`, why: brief(failure) })),
  ...errors.map(({ message }) => ({ name: "outside of any story", why: brief(message) })),
];

const briefLines = 8;

const brief = (message = "") =>
  stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, briefLines)
    .join("\n");

const isGood = (status) => status === "expected" || status === "skipped";

const slowest = (all) =>
  all
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, shown);
