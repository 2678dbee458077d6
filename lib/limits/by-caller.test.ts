import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { watchCallers } from "../http/caller";
import { giveBackToCaller, spendByCaller } from "./by-caller";

watchCallers();
const from = (caller: string) => new Headers({ "x-twotrack-caller": caller });
const budget = () => ({
  name: `c-${randomUUID().slice(0, 8)}`,
  points: 5,
  seconds: 60,
  returns: true as const,
});

/** How many of these callers, one after another, get through. */
async function letThrough(callers: string[], usual = budget()) {
  let n = 0;
  for (const caller of callers) {
    const done = await spendByCaller(from(caller), usual, 1).then(
      () => true,
      () => false,
    );
    if (done) n += 1;
  }
  return n;
}

describe("a budget by address", () => {
  test("one tunnel is not 65,536 callers: 70 households of a /48 have the budget of four", async () => {
    const households = Array.from({ length: 70 }, (_, at) => `2001:db8:1:${(at * 256).toString(16)}::/64`);
    expect(await letThrough(households)).toBe(20);
  });

  test("a /56 has the budget of two, and another one beside it has its own", async () => {
    const usual = budget();
    const first = Array.from({ length: 30 }, (_, at) => `2001:db8:2:${at.toString(16)}::/64`);
    expect(await letThrough(first, usual)).toBe(10);
    expect(await letThrough(["2001:db8:2:100::/64"], usual)).toBe(1);
  });

  test("a household that is refused costs its neighbors nothing", async () => {
    const usual = budget();
    expect(await letThrough(Array(50).fill("2001:db8:3:1::/64"), usual)).toBe(5);
    expect(await letThrough(Array(10).fill("2001:db8:3:2::/64"), usual)).toBe(5);
  });

  test("a returned point is returned to the networks too", async () => {
    const usual = budget();
    for (let at = 0; at < 40; at++) {
      const one = from(`2001:db8:4:${at.toString(16)}::/64`);
      await spendByCaller(one, usual, 1);
      await giveBackToCaller(one, usual, 1);
    }
  });
});
