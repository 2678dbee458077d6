import { describe, expect, test } from "vitest";
import { problemsWith, readExpiry, writtenExpiry, writtenNumber } from "./pages/card-form";

const november = new Date("2026-11-25T00:00:00");
const whole = { number: "4242 4242 4242 4242", expiry: "12 / 34", cvc: "123" };

describe("a card that is typed in", () => {
  test.each([
    ["nothing is wrong", {}, {}],
    ["an American Express has 15 digits and 4", { number: "3782 822463 10005", cvc: "1234" }, {}],
    ["its code is too short", { number: "3782 822463 10005" }, { cvc: "incomplete_cvc" }],
    ["it ends this month", { expiry: "11 / 26" }, {}],
    ["it ended last month", { expiry: "10 / 26" }, { expiry: "invalid_expiry_month_past" }],
    ["it ended last year", { expiry: "12 / 25" }, { expiry: "invalid_expiry_year_past" }],
    ["there is no such month", { expiry: "13 / 30" }, { expiry: "incomplete_expiry" }],
    ["half a date", { expiry: "12 / 3" }, { expiry: "incomplete_expiry" }],
    ["a digit is missing", { number: "4242 4242 4242 424" }, { number: "incomplete_number" }],
    ["a digit is wrong", { number: "4242 4242 4242 4241" }, { number: "invalid_number" }],
    [
      "there is nothing",
      { number: "", expiry: "", cvc: "" },
      { number: "incomplete_number", expiry: "incomplete_expiry", cvc: "incomplete_cvc" },
    ],
  ])("is looked at: %s", (_, typed, problems) => {
    expect(problemsWith({ ...whole, ...typed }, november)).toEqual(problems);
  });

  test.each([
    ["4242424242424242", "4242 4242 4242 4242"],
    ["42424", "4242 4"],
    ["378282246310005", "3782 822463 10005"],
    ["4242-4242x", "4242 4242"],
    ["", ""],
  ])("has the groups that are printed on it: %s", (typed, written) => {
    expect(writtenNumber(typed)).toBe(written);
  });

  test.each([
    ["1", "1"],
    ["4", "04"],
    ["1/", "01"],
    ["1/34", "01 / 34"],
    ["12", "12"],
    ["123", "12 / 3"],
    ["1234", "12 / 34"],
    ["12/34", "12 / 34"],
  ])("has a date that writes itself: %s", (typed, written) => {
    expect(writtenExpiry(typed)).toBe(written);
  });

  test.each(["12 / 34", "12/34", "1234", "12/2034"])("has a date however it is written: %s", (typed) => {
    expect(readExpiry(typed)).toEqual({ month: 12, year: 2034 });
  });
});
