import { expect, test } from "vitest";
import { seoulDay, seoulDayEnds, seoulMonthEnds } from "./seoul";

test("rule 20: a day is a day in Seoul", () => {
  expect(seoulDay(new Date("2026-11-21T14:59:59.999Z"))).toBe("20261121");
  expect(seoulDay(new Date("2026-11-21T15:00:00.000Z"))).toBe("20261122");
  expect(seoulDay(new Date("2026-12-31T15:00:00.000Z"))).toBe("20270101");
});

test("rule 20: days and months end in Seoul", () => {
  expect(seoulDayEnds(new Date("2026-11-21T14:59:59.999Z"))).toEqual(new Date("2026-11-21T14:59:59.999Z"));
  expect(seoulDayEnds(new Date("2028-02-28T15:00:00Z"), 1)).toEqual(new Date("2028-03-01T14:59:59.999Z"));
  expect(seoulMonthEnds(new Date("2026-11-30T15:00:00Z"))).toEqual(new Date("2026-12-31T14:59:59.999Z"));
});
