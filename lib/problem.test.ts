import { expect, test, vi } from "vitest";
import { UnitTooLong } from "@/db/unit";
import { Problem } from "./problem";

// A production build contains this module in several bundles, and an object on globalThis may come from any of them.

test("a problem thrown by one copy of a module is recognized by the other", async () => {
  vi.resetModules();
  const [others, otherUnits] = [await import("./problem"), await import("@/db/unit")];
  expect(others.Problem).not.toBe(Problem);
  const thrown: unknown = new others.Problem("overloaded", "Too many wait.");
  expect(thrown instanceof Problem && thrown.status).toBe(503);
  expect(new otherUnits.UnitTooLong("Undone.")).toBeInstanceOf(UnitTooLong);
});

test.each([new Error("x"), { code: "overloaded" }, null, undefined, "overloaded"])(
  "%s is no problem",
  (value) => {
    expect(value instanceof Problem).toBe(false);
  },
);
