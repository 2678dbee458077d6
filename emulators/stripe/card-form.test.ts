import { describe, expect, test } from "vitest";
import { problemsWith, readExpiry, writtenExpiry, writtenNumber } from "./pages/card-form";

const november = new Date("2026-11-25T00:00:00");
const whole = { number: "4242 4242 4242 4242", expiry: "12 / 34", cvc: "123" };

describe("the card form", () => {
  test.each([
    ["a valid card", {}, {}],
    ["an American Express with 15 digits and a code of 4", { number: "3782 822463 10005", cvc: "1234" }, {}],
    ["a code that is too short", { number: "3782 822463 10005" }, { cvc: "incomplete_cvc" }],
    ["a card that expires this month", { expiry: "11 / 26" }, {}],
    ["a card that expired last month", { expiry: "10 / 26" }, { expiry: "invalid_expiry_month_past" }],
    ["a card that expired last year", { expiry: "12 / 25" }, { expiry: "invalid_expiry_year_past" }],
    ["a month that does not exist", { expiry: "13 / 30" }, { expiry: "incomplete_expiry" }],
    ["an incomplete date", { expiry: "12 / 3" }, { expiry: "incomplete_expiry" }],
    ["a missing digit", { number: "4242 4242 4242 424" }, { number: "incomplete_number" }],
    ["a wrong digit", { number: "4242 4242 4242 4241" }, { number: "invalid_number" }],
    [
      "empty fields",
      { number: "", expiry: "", cvc: "" },
      { number: "incomplete_number", expiry: "incomplete_expiry", cvc: "incomplete_cvc" },
    ],
  ])("validates: %s", (_, typed, problems) => {
    expect(problemsWith({ ...whole, ...typed }, november)).toEqual(problems);
  });

  test.each([
    ["4242424242424242", "4242 4242 4242 4242"],
    ["42424", "4242 4"],
    ["378282246310005", "3782 822463 10005"],
    ["4242-4242x", "4242 4242"],
    ["", ""],
  ])("groups the digits as on the card: %s", (typed, written) => {
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
  ])("formats the expiry date: %s", (typed, written) => {
    expect(writtenExpiry(typed)).toBe(written);
  });

  test.each(["12 / 34", "12/34", "1234", "12/2034"])("has a date however it is written: %s", (typed) => {
    expect(readExpiry(typed)).toEqual({ month: 12, year: 2034 });
  });
});
