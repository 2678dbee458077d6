import { resolve } from "node:path";
import { expect, test } from "vitest";
import { failedOfPlaywright, failedOfVitest, slowestOfPlaywright, slowestOfVitest } from "./digest.mjs";

test("the ten slowest unit tests and their files are named, the slowest first", () => {
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

test("stories are counted where they are defined, also those inside a group", () => {
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

test("a failed unit test is shown with the first lines of its reason, and so is a file that failed before its tests", () => {
  const failed = (fullName, message) => ({ fullName, status: "failed", failureMessages: [message] });
  const long = Array.from({ length: 30 }, (_, n) => `line ${n}`).join("\n");
  expect(
    failedOfVitest({
      testResults: [
        {
          name: resolve("lib/a.test.ts"),
          status: "failed",
          message: "",
          assertionResults: [
            failed("adds", long),
            { fullName: "removes", status: "passed", failureMessages: [] },
          ],
        },
        { name: resolve("lib/b.test.ts"), status: "failed", message: "no such module", assertionResults: [] },
        { name: resolve("lib/c.test.ts"), status: "passed", message: "", assertionResults: [] },
        {
          name: resolve("lib/d.test.ts"),
          status: "failed",
          message: "the role cannot be dropped",
          assertionResults: [{ fullName: "removes", status: "passed", failureMessages: [] }],
        },
      ],
    }),
  ).toEqual([
    { name: "lib/a.test.ts: adds", why: long.split("\n").slice(0, 8).join("\n") },
    { name: "lib/b.test.ts", why: "no such module" },
    { name: "lib/d.test.ts", why: "the role cannot be dropped" },
  ]);
});

test("a failed story is shown with its place, also one that passed on retry, and an error outside of any", () => {
  const story = (title, status, ...errors) => ({
    file: "cart.spec.ts",
    title,
    tests: [
      {
        projectName: "sqlite",
        status,
        results: errors.map((message) => ({ duration: 1, ...(message && { error: { message } }) })),
      },
    ],
  });
  const specs = [
    story("adds", "expected", undefined),
    story("removes", "unexpected", "\u001b[31mno button\u001b[39m"),
    story("keeps", "flaky", "too late", undefined),
    story("waits", "skipped"),
  ];
  expect(failedOfPlaywright({ suites: [{ specs }], errors: [{ message: "no browser" }] })).toEqual([
    { name: "cart.spec.ts: removes (sqlite)", why: "no button" },
    { name: "cart.spec.ts: keeps (sqlite)", why: "too late" },
    { name: "outside of any story", why: "no browser" },
  ]);
});
