import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newId, newSerialId, now, randomCode, sleep, typedSecret } from "./clock";

test("a code has only letters that cannot be misread, and no two codes are alike", () => {
  const codes = Array.from({ length: 2_000 }, () => randomCode(20));
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
  expect(new Set(codes).size).toBe(2_000);
});

test("a secret for typing has more than 128 bits, in groups of letters with five bits each", () => {
  const groups = typedSecret().split("-");
  expect(groups).toHaveLength(7);
  for (const group of groups) expect(group).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}$/);
});

test("an id starts with the kind of thing it names", () => {
  expect(newId("pay")).toMatch(/^pay_[0-9a-hjkmnp-tv-z]{20}$/);
});

test("serial ids sort in the order in which they were made", () => {
  const ids = Array.from({ length: 1_000 }, () => newSerialId("evt"));
  expect(ids.toSorted()).toEqual(ids);
});

test("a sleeper that is told to stop wakes at once, also if told before it slept", async () => {
  const stop = new AbortController();
  const long = sleep(3_600_000, stop.signal);
  stop.abort();
  await long;
  await sleep(3_600_000, stop.signal);
  expect(now().getTime()).toBeGreaterThan(0);
});

test("rule 20: one file reads the clock, and SQL never does", () => {
  const readsClock = /\bDate\.now\(|new Date\(\)|Math\.random/;
  const readersOf = (folder: string, reading: RegExp) =>
    sources(folder).filter((path) => reading.test(readFileSync(path, "utf8")));
  expect(readersOf("lib", readsClock)).toEqual([join("lib", "clock.ts")]);
  expect(readersOf("app", readsClock)).toEqual([]);
  expect(readersOf("db", readsClock)).toEqual([]);
  // A file that calls now() without importing it from lib/clock gets it from the database.
  const asksDatabase =
    /CURRENT_(DATE|TIME)|^(?![\s\S]*import [^;]*\bnow\b[^;]* from "@\/lib\/clock")[\s\S]*\bnow\(/;
  expect(readersOf("db", asksDatabase)).toEqual([]);
});

const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => join(folder, path));
