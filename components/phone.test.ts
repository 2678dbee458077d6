import { describe, expect, test } from "vitest";
import { caretAfter, formatPhone } from "./phone";

describe("a telephone number that is being typed", () => {
  test("gets its hyphens as the digits come", () => {
    const shown: string[] = [];
    for (const digit of "01012345678") shown.push(formatPhone(`${shown.at(-1) ?? ""}${digit}`));
    expect(shown.at(2)).toBe("010");
    expect(shown.at(3)).toBe("010-1");
    expect(shown.at(6)).toBe("010-123-4");
    expect(shown.at(-1)).toBe("010-1234-5678");
  });

  test.each([
    ["01012345678", "010-1234-5678"],
    ["010 1234 5678", "010-1234-5678"],
    ["０１０－１２３４－５６７８", "010-1234-5678"],
    ["+82 10-1234-5678", "010-1234-5678"],
    ["+82 (0)10 1234 5678", "010-1234-5678"],
    ["82-10-1234-5678", "010-1234-5678"],
    ["0111234567", "011-123-4567"],
    ["021234567", "02-123-4567"],
    ["0212345678", "02-1234-5678"],
    ["0311234567", "031-123-4567"],
    ["050712345678", "0507-1234-5678"],
    ["15880000", "1588-0000"],
    ["+82 2 123 4567", "02-123-4567"],
    ["8210 1234 5678", "010-1234-5678"],
    ["+", "+"],
    ["+8", "+8"],
    ["", ""],
  ])("pasted as %s becomes %s", (typed, shown) => {
    expect(formatPhone(typed)).toBe(shown);
  });

  test.each([
    ["+1 (415) 555-0100"],
    ["+81 90 1234 5678"],
    ["0082 10 1234 5678"],
    ["0049 151 23456789"],
    ["001 82 10 1234 5678"],
    ["86 138 0013 8000"],
    ["1 650 555 0132"],
    ["020 7946 0958"],
    ["07700 900123"],
    ["001 44 20 7946 0958"],
    ["010 1234 56789"],
    ["tel:010"],
    ["82 2 123 4567"],
  ])("stays unchanged where it is not certainly Korean: %s", (typed) => {
    expect(formatPhone(typed)).toBe(typed);
  });

  test("loses no digit while somebody types a number from abroad, key by key", () => {
    for (const number of [
      "16505550132",
      "00821012345678",
      "8613800138000",
      "020 7946 0958",
      "010123456789",
    ]) {
      let shown = "";
      for (const key of number) shown = formatPhone(`${shown}${key}`);
      expect(shown.replace(/\D/g, "")).toBe(number.replace(/\D/g, ""));
    }
    let shown = "";
    for (const key of "16505550132") shown = formatPhone(`${shown}${key}`);
    expect(shown).toBe("16505550132");
  });

  test("keeps the caret behind the digit that was typed", () => {
    const formatted = formatPhone("010-91234-5678");
    expect(formatted.slice(0, caretAfter(formatted, 4))).toBe("010-9");
  });
});
