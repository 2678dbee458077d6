import { describe, expect, test } from "vitest";
import { caretAfter, formatPhone } from "./phone";

describe("a telephone number while it is typed", () => {
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
    ["+1 (415) 555-0100", "+14155550100"],
    ["+81 90 1234 5678", "+819012345678"],
    ["+", "+"],
    ["+8", "+8"],
    ["", ""],
  ])("pasted as %s becomes %s", (typed, shown) => {
    expect(formatPhone(typed)).toBe(shown);
  });

  test("keeps the caret behind the digit that was typed", () => {
    const formatted = formatPhone("010-91234-5678");
    expect(formatted.slice(0, caretAfter(formatted, 4))).toBe("010-9");
  });
});
