import { expect, test } from "vitest";
import { hours } from "../clock";
import { nextTry } from "./pace";

test("an email is tried eight times, and the last time a day after the first", () => {
  const begun = new Date("2026-11-22T00:00:00Z");
  let at: Date | undefined = begun;
  let last = begun;
  let tries = 0;
  while (at) {
    last = at;
    tries += 1;
    at = nextTry(tries, at);
  }
  expect(tries).toBe(8);
  expect(last.getTime() - begun.getTime()).toBeGreaterThan(hours(24));
});
