import { relative } from "node:path";

const shown = 10;

/** The slowest tests and files of a report of vitest's, in milliseconds of wall clock. */
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

/** The slowest stories and files of a report of Playwright's, in milliseconds of wall clock. */
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
    tests.map(({ projectName: on, results }) => ({
      file,
      title,
      on,
      ms: results.reduce((sum, { duration }) => sum + duration, 0),
    })),
  );
  return [...own, ...suites.flatMap(storiesIn)];
}

const slowest = (all) =>
  all
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, shown);
