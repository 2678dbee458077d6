import fc from "fast-check";
import { expect, test } from "vitest";
import { sumsByDay } from "./sums";
import { hours, minutes, nextTimeOfDay } from "./time";

test("sums have each day and currency once, in order, and lose nothing", () => {
  const movement = fc.record({
    date: fc.constantFrom("2028-02-28", "2028-02-29", "2028-03-01"),
    currency: fc.constantFrom("KRW", "usd"),
    gross: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fees: fc.integer({ min: -50_000, max: 50_000 }),
    vat: fc.integer({ min: -5_000, max: 5_000 }),
  });
  fc.assert(
    fc.property(fc.array(movement), (movements) => {
      const sums = sumsByDay(movements);
      const names = sums.map(({ date, currency }) => `${date} ${currency}`);
      expect(names).toEqual([...new Set(names)].sort());
      for (const { date, currency, rows, gross, fees, vat, net } of sums) {
        const own = movements.filter((each) => each.date === date && each.currency === currency);
        const sum = (field: "gross" | "fees" | "vat") => own.reduce((all, each) => all + each[field], 0);
        expect([rows, gross, fees, vat]).toEqual([own.length, sum("gross"), sum("fees"), sum("vat")]);
        expect(net).toBe(gross - fees);
      }
      expect(sums.reduce((all, { rows }) => all + rows, 0)).toBe(movements.length);
    }),
  );
});

test.each([
  ["2028-02-29T16:29:00Z", "2028-02-29T16:30:00Z"],
  ["2028-02-29T16:30:00Z", "2028-03-01T16:30:00Z"],
  ["2028-12-31T23:00:00Z", "2029-01-01T16:30:00Z"],
])("the night after %s is over at %s", (now, expected) => {
  expect(nextTimeOfDay(Date.parse(now), hours(16) + minutes(30))).toBe(Date.parse(expected));
});
