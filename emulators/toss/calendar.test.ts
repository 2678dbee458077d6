import { describe, expect, test } from "vitest";
import { businessDaysAfter, isBusinessDay, lastOfMonth, nextMidnight, seoulDay, sundayOf } from "./calendar";
import { settlementDates, usualContract } from "./contract";
import { holidays } from "./holidays";

describe("the days banks are closed", () => {
  const lunar = new Intl.DateTimeFormat("en-u-ca-dangi", {
    timeZone: "UTC",
    month: "numeric",
    day: "numeric",
  });
  const everyDay = Array.from({ length: 4 * 365 + 1 }, (_, index) =>
    new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10),
  );
  const dayBefore = (day: string) => everyDay[everyDay.indexOf(day) - 1] ?? "";
  const dayAfter = (day: string) => everyDay[everyDay.indexOf(day) + 1] ?? "";

  test("include the feasts of the lunar calendar from 2025 to 2028", () => {
    const feasts = everyDay.filter((day) => ["1/1", "4/8", "8/15"].includes(lunar.format(new Date(day))));
    expect(feasts).toHaveLength(12);
    for (const day of feasts) expect(holidays, day).toContain(day);
    const long = feasts.filter((day) => lunar.format(new Date(day)) !== "4/8");
    for (const day of long) {
      expect(holidays, day).toContain(dayBefore(day));
      expect(holidays, day).toContain(dayAfter(day));
    }
  });

  test("include those of the solar calendar", () => {
    const fixed = ["01-01", "03-01", "05-05", "06-06", "08-15", "10-03", "10-09", "12-25"];
    for (const year of [2025, 2026, 2027, 2028])
      for (const day of fixed) expect(holidays).toContain(`${year}-${day}`);
  });

  test("exist, and are written in order", () => {
    const listed = [...holidays];
    expect(listed).toEqual(everyDay.filter((day) => holidays.has(day)));
  });

  test("are few: at most 20 weekdays a year, at least 12", () => {
    for (const year of ["2025", "2026", "2027", "2028"]) {
      const closed = everyDay.filter(
        (day) => day.startsWith(year) && !isBusinessDay(day) && new Date(day).getUTCDay() % 6 !== 0,
      );
      expect(closed.length).toBeLessThanOrEqual(20);
      expect(closed.length).toBeGreaterThanOrEqual(12);
    }
  });
});

test.each([
  ["a Friday", "2026-11-27", 1, "2026-11-30"],
  ["a Saturday", "2026-11-28", 1, "2026-11-30"],
  ["before the long holiday of 2025", "2025-10-02", 1, "2025-10-10"],
  ["before a substitute holiday", "2026-08-14", 1, "2026-08-18"],
  ["across the end of a year", "2026-12-31", 2, "2027-01-05"],
  ["to a leap day", "2028-02-28", 1, "2028-02-29"],
])("business days are counted from %s", (_, day, count, expected) => {
  expect(businessDaysAfter(day, count)).toBe(expected);
});

test("a day in Seoul begins nine hours before the same day in London", () => {
  expect(seoulDay(Date.parse("2026-12-31T14:59:59Z"))).toBe("2026-12-31");
  expect(seoulDay(Date.parse("2026-12-31T15:00:00Z"))).toBe("2027-01-01");
  expect(nextMidnight(Date.parse("2028-02-28T23:59:59+09:00"))).toBe(Date.parse("2028-02-29T00:00:00+09:00"));
  expect(nextMidnight(Date.parse("2028-02-29T00:00:00+09:00"))).toBe(Date.parse("2028-03-01T00:00:00+09:00"));
});

test.each([
  ["2026-11-30", "2026-12-06"],
  ["2026-12-05", "2026-12-06"],
  ["2026-12-06", "2026-12-06"],
])("the Sunday of %s is %s", (day, sunday) => {
  expect(sundayOf(day)).toBe(sunday);
});

test.each([
  ["2028-02-01", "2028-02-29"],
  ["2027-02-28", "2027-02-28"],
  ["2026-12-31", "2026-12-31"],
])("the month of %s ends on %s", (day, last) => {
  expect(lastOfMonth(day)).toBe(last);
});

describe("the dates of a settlement", () => {
  test.each([
    ["2025-06-18", "2025-06-25"],
    ["2023-11-25", "2023-11-30"],
  ])("are those that were observed for a card payment of %s", (day, paidOutDate) => {
    expect(settlementDates(usualContract, day)).toEqual({ soldDate: day, paidOutDate });
  });

  test("follow the cycle of the contract", () => {
    const dates = (cycle: "weekly" | "monthly") =>
      settlementDates({ ...usualContract, cycle, businessDays: 2 }, "2026-09-22");
    expect(dates("weekly")).toEqual({ soldDate: "2026-09-27", paidOutDate: "2026-09-30" });
    expect(dates("monthly")).toEqual({ soldDate: "2026-09-30", paidOutDate: "2026-10-06" });
  });
});
