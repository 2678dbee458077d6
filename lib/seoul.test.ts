import { expect, test } from "vitest";
import { seoulDay } from "./seoul";

test("rule 20: a day is a day in Seoul", () => {
  expect(seoulDay(new Date("2026-11-21T14:59:59.999Z"))).toBe("20261121");
  expect(seoulDay(new Date("2026-11-21T15:00:00.000Z"))).toBe("20261122");
  expect(seoulDay(new Date("2026-12-31T15:00:00.000Z"))).toBe("20270101");
});
