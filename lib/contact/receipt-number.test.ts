import { expect, test } from "vitest";
import { isBusinessNumber, takesReceipt } from "./receipt-number";

test.each(["1248100998", "2208162517", "1208147521"])("%s is a business", (number) => {
  expect(isBusinessNumber(number)).toBe(true);
  for (let other = 0; other < 10; other += 1)
    if (String(other) !== number.at(-1)) expect(isBusinessNumber(number.slice(0, 9) + other)).toBe(false);
});

test.each([
  ["income_deduction", "01012345678", true],
  ["income_deduction", "0111234567", true],
  ["income_deduction", "0212345678", false],
  ["income_deduction", "010123456", false],
  ["income_deduction", "1248100998", false],
  ["income_deduction", "1234567890123", true],
  ["expense_proof", "1248100998", true],
  ["expense_proof", "1248100997", false],
  ["expense_proof", "01012345678", false],
  ["expense_proof", "1234567890123456789", true],
  ["expense_proof", "12345678901234567890", false],
  ["expense_proof", "124-81-00998", false],
] as const)("a receipt for %s to %s: %s", (type, number, takes) => {
  expect(takesReceipt(type, number)).toBe(takes);
});
