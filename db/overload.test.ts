import { expect, test } from "vitest";
import { isOverload, isUnwritable } from "./overload";

const failure = (code: string) => Object.assign(new Error("it failed"), { code });

test.each([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
])("%s: the database cannot be reached at the moment, also as the cause of a failed query", (code) => {
  expect(isOverload(failure(code))).toBe(true);
  expect(isOverload(new Error("Failed query", { cause: failure(code) }))).toBe(true);
});

test.each(["57P01", "53300", "40001", "SQLITE_BUSY_SNAPSHOT"])("%s: the database is overloaded", (code) => {
  expect(isOverload(failure(code))).toBe(true);
});

test.each(["23505", "42P01", "SQLITE_CONSTRAINT_UNIQUE", "ERR_INVALID_ARG_TYPE"])(
  "%s is a fault that waiting would not fix",
  (code) => {
    expect(isOverload(failure(code))).toBe(false);
  },
);

test.each(["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_READONLY", "53100", "25006", "58030"])(
  "%s: the database is read-only, also as the cause of a failed query",
  (code) => {
    expect(isUnwritable(failure(code))).toBe(true);
    expect(isUnwritable(new Error("Failed query", { cause: failure(code) }))).toBe(true);
  },
);

test.each(["23505", "SQLITE_BUSY", "57014", "ECONNREFUSED"])("%s is another fault", (code) => {
  expect(isUnwritable(failure(code))).toBe(false);
});
