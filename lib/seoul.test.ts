import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  dayAfter,
  monthAfter,
  monthBefore,
  seoulDate,
  seoulDay,
  seoulDayBegan,
  seoulDayEnds,
  seoulMidnight,
  seoulMonthEnds,
  seoulTime,
} from "./seoul";

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

/** The first and the last moment of days in Seoul, what they are in Greenwich, and the day and the month after. */
const edges: [first: string, last: string, day: string, after: string, nextMonth: string][] = [
  ["2028-01-30T15:00:00.000Z", "2028-01-31T14:59:59.999Z", "2028-01-31", "2028-02-01", "2028-02"],
  ["2028-02-27T15:00:00.000Z", "2028-02-28T14:59:59.999Z", "2028-02-28", "2028-02-29", "2028-03"],
  ["2028-02-28T15:00:00.000Z", "2028-02-29T14:59:59.999Z", "2028-02-29", "2028-03-01", "2028-03"],
  ["2027-02-27T15:00:00.000Z", "2027-02-28T14:59:59.999Z", "2027-02-28", "2027-03-01", "2027-03"],
  ["2100-02-27T15:00:00.000Z", "2100-02-28T14:59:59.999Z", "2100-02-28", "2100-03-01", "2100-03"],
  ["2028-12-30T15:00:00.000Z", "2028-12-31T14:59:59.999Z", "2028-12-31", "2029-01-01", "2029-01"],
  // New York turns its clocks on these days.
  ["2028-03-11T15:00:00.000Z", "2028-03-12T14:59:59.999Z", "2028-03-12", "2028-03-13", "2028-04"],
  ["2028-11-04T15:00:00.000Z", "2028-11-05T14:59:59.999Z", "2028-11-05", "2028-11-06", "2028-12"],
];

// A server's own time zone changes nothing.
describe.each([
  ["UTC", 0],
  ["America/New_York", 300],
])("on a server in %s", (zone, offset) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = zone;
    expect(new Date("2028-01-01T00:00:00Z").getTimezoneOffset()).toBe(offset);
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  test.each(edges)("from %s to %s it is %s in Seoul, and then %s", (first, last, day, after, nextMonth) => {
    const begins = new Date(first);
    const ends = new Date(last);
    expect([seoulMidnight(day), seoulDayBegan(ends), seoulDayEnds(begins)]).toEqual([begins, begins, ends]);
    expect([seoulDate(begins), seoulDate(ends), seoulDate(new Date(ends.getTime() + 1))]).toEqual([
      day,
      day,
      after,
    ]);
    expect([seoulTime(begins), seoulTime(ends)]).toEqual([`${day} 00:00:00`, `${day} 23:59:59`]);
    expect(dayAfter(day)).toBe(after);
    expect(monthAfter(day.slice(0, 7))).toBe(nextMonth);
    expect(monthBefore(nextMonth)).toBe(day.slice(0, 7));
    expect(seoulMonthEnds(ends).getTime() + 1).toBe(seoulMidnight(`${nextMonth}-01`).getTime());
  });

  test("each day of four years is followed by the next one, and months have their days", () => {
    const lengths: Record<string, number> = {};
    let day = "2027-01-01";
    for (; day < "2031-01-01"; day = dayAfter(day)) {
      const month = day.slice(0, 7);
      lengths[month] = (lengths[month] ?? 0) + 1;
      expect(Number(day.slice(8))).toBe(lengths[month]);
    }
    expect(day).toBe("2031-01-01");
    expect(Object.values(lengths).reduce((sum, days) => sum + days, 0)).toBe(4 * 365 + 1);
    expect([lengths["2027-02"], lengths["2028-02"], lengths["2029-02"]]).toEqual([28, 29, 28]);
  });
});
