import { resolve } from "node:path";
import { expect, test } from "vitest";
import { slowestOfPlaywright, slowestOfVitest } from "./slowest.mjs";

test("of unit tests, the slowest ten and their files are named, the slowest first", () => {
  const tests = Array.from({ length: 12 }, (_, n) => ({ fullName: `test ${n}`, duration: n }));
  const { tests: told, files } = slowestOfVitest({
    testResults: [
      { name: resolve("lib/a.test.ts"), startTime: 0, endTime: 5, assertionResults: [] },
      { name: resolve("lib/b.test.ts"), startTime: 0, endTime: 70, assertionResults: tests },
    ],
  });

  expect(files).toEqual([
    { name: "lib/b.test.ts", ms: 70 },
    { name: "lib/a.test.ts", ms: 5 },
  ]);
  expect(told).toHaveLength(10);
  expect(told[0]).toEqual({ name: "lib/b.test.ts: test 11", ms: 11 });
});

test("of stories, each counts where it was told, also those inside a group", () => {
  const story = (title, ms) => ({
    file: "cart.spec.ts",
    title,
    tests: [{ projectName: "sqlite", results: [{ duration: ms }] }],
  });
  const { tests, files } = slowestOfPlaywright({
    suites: [{ specs: [story("adds", 20)], suites: [{ specs: [story("removes", 30)] }] }],
  });

  expect(tests).toEqual([
    { name: "cart.spec.ts: removes (sqlite)", ms: 30 },
    { name: "cart.spec.ts: adds (sqlite)", ms: 20 },
  ]);
  expect(files).toEqual([{ name: "cart.spec.ts", ms: 50 }]);
});
