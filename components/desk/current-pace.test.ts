import { expect, test } from "vitest";
import { isDue } from "./current-pace";

const minute = 60_000;
const list = { readAt: 0, touchedAt: 0, attendedAt: 0, hidden: false, asking: false };

/** At which minutes a list is read that nobody touches after the first moment, in two hours. */
function readsOf(attendedAt = 0) {
  const reads: number[] = [];
  let readAt = 0;
  for (let now = 0; now <= 120 * minute; now += 5_000)
    if (isDue({ ...list, attendedAt: Math.min(attendedAt, now), readAt }, now)) {
      readAt = now;
      reads.push(now / minute);
    }
  return reads;
}

test("a list that was left open is read for ten minutes, so that its session ends", () => {
  expect(readsOf()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("a list is read on while somebody is there, and again when they come back", () => {
  expect(readsOf(60 * minute).at(-1)).toBe(69);
  expect(isDue({ ...list, attendedAt: 45 * minute }, 45 * minute)).toBe(true);
});

test("a list waits while somebody works in it, cannot see it, or is asked something", () => {
  expect(isDue({ ...list, touchedAt: minute - 1_000, attendedAt: minute - 1_000 }, minute)).toBe(false);
  expect(isDue({ ...list, hidden: true }, minute)).toBe(false);
  expect(isDue({ ...list, asking: true }, minute)).toBe(false);
  expect(isDue(list, minute - 1)).toBe(false);
  expect(isDue(list, minute)).toBe(true);
});
