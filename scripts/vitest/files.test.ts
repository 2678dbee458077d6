import { expect, test } from "vitest";
import { kindsOfTests } from "./files";

const { plain, withoutDatabase, alone, slow } = kindsOfTests();

test("a file that only computes shares a process with others", () => {
  expect(plain).toContain("lib/money.test.ts");
  expect(plain).toContain("emulators/toss/confirm.test.ts");
});

test("a test that turns clocks, changes the environment or starts programs has its own process", () => {
  expect(withoutDatabase).toContain("components/cart/store.test.ts");
  expect(withoutDatabase).toContain("scripts/kit/lock.test.mjs");
  expect(withoutDatabase).toContain("emulators/toss/sdk.buyer.test.ts");
});

test("a test that intercepts every server of a process shares it with none", () => {
  for (const file of ["lib/process/drain.test.ts", "lib/limits/sign-in-guard.test.ts"]) {
    expect(alone).toContain(file);
    expect(plain).not.toContain(file);
  }
});

test("a test that reaches the database through its imports is neither", () => {
  const without = [...plain, ...withoutDatabase];
  for (const file of [
    "lib/payments/refunds/refund.test.ts",
    "db/store.test.ts",
    "simulator/simulator.test.ts",
  ])
    expect(without).not.toContain(file);
  expect(plain.filter((file) => withoutDatabase.includes(file))).toEqual([]);
});

test("a test that is marked as slow is known before it is loaded", () => {
  expect(slow).toContain("simulator/simulator.test.ts");
  expect(slow).not.toContain("lib/money.test.ts");
});
