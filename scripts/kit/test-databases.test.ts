import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { demo } from "./test-databases";

test("no setting that .env.example names reaches a test", () => {
  // Each test has a database of its own, and emulators keep what they remember where their world says.
  const apart = ["DATABASE_URL", "EMULATOR_DATA"];
  const named = Object.keys(parseEnv(readFileSync(".env.example", "utf8")));
  expect(named.filter((name) => !apart.includes(name)).toSorted()).toEqual(Object.keys(demo).toSorted());
});
