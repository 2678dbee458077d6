import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { secretNames } from "@/lib/settings/secret-files";
import { demo } from "./test-databases";

test("no setting in .env.example reaches a test", () => {
  // Each test has its own database, and emulators store their data where their world says.
  const apart = ["DATABASE_URL", "EMULATOR_DATA"];
  const named = Object.keys(parseEnv(readFileSync(".env.example", "utf8")));
  const files = secretNames.map((name) => `${name}_FILE`);
  expect([...named.filter((name) => !apart.includes(name)), ...files].toSorted()).toEqual(
    Object.keys(demo).toSorted(),
  );
});
