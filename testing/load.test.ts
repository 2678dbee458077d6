import { expect, test } from "vitest";
import { longTest, patient, slowdown } from "./load";

test("a busy machine gets more time, and no machine less than requested", () => {
  expect(slowdown()).toBeGreaterThanOrEqual(1);
  expect(slowdown()).toBeLessThanOrEqual(10);
  expect(patient(1_000)).toBeGreaterThanOrEqual(1_000);
  expect(longTest(1_000).timeout).toBeLessThanOrEqual(10_000);
});
