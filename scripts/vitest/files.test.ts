import { expect, test } from "vitest";
import { kindsOfTests } from "./files";

const { plain, withoutDatabase, alone, slow } = kindsOfTests();

test("a file that computes shares a process with others of its kind", () => {
  expect(plain).toContain("lib/money.test.ts");
  expect(plain).toContain("emulators/toss/confirm.test.ts");
});

test("who turns clocks, changes the environment or starts programs has a process of their own", () => {
  expect(withoutDatabase).toContain("components/cart/store.test.ts");
  expect(withoutDatabase).toContain("scripts/kit/lock.test.mjs");
  expect(withoutDatabase).toContain("emulators/toss/sdk.buyer.test.ts");
});

test("who stands before every server of a process shares it with nobody", () => {
  for (const file of ["lib/process/door-closing.test.ts", "lib/limits/sign-in-door.test.ts"]) {
    expect(alone).toContain(file);
    expect(plain).not.toContain(file);
  }
});

test("what reaches the database, through whatever it imports, is neither", () => {
  const without = [...plain, ...withoutDatabase];
  for (const file of [
    "lib/payments/refunds/refund.test.ts",
    "db/store.test.ts",
    "simulator/simulator.test.ts",
  ])
    expect(without).not.toContain(file);
  expect(plain.filter((file) => withoutDatabase.includes(file))).toEqual([]);
});

test("what says that it is slow is known before it is loaded", () => {
  expect(slow).toContain("simulator/simulator.test.ts");
  expect(slow).not.toContain("lib/money.test.ts");
});
