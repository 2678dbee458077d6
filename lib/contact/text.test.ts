import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { typed } from "../contracts/orders";
import { shorten } from "./shorten";

describe("what people type about themselves", () => {
  test.each([
    [" 김민아 ", "김민아"],
    ["김민아".normalize("NFD"), "김민아"],
    ["\u202E12 Mina", "12 Mina"],
    ["\u2068Mina\u2069", "Mina"],
    ["Mi\u00ADna\u200B", "Mina"],
    ["\uFEFFمينا\u061C", "مينا"],
    ["می\u200Cنا", "می\u200Cنا"],
    ["👨\u200D👩\u200D👧 Kim", "👨\u200D👩\u200D👧 Kim"],
    ["O’Brien-Ng, Jr.", "O’Brien-Ng, Jr."],
  ])("%j is stored as %j", (name, kept) => {
    expect(typed(60).parse(name)).toBe(kept);
  });

  test.each([
    [""],
    ["\u200B"],
    ["\u3164"],
    ["\u3164 \u115F"],
    ["\u2800\u2800"],
    ["\u200D"],
    ["\u0301"],
    ["\u202E"],
    ["Mina\u0000"],
    ["Mina\u2028Kim"],
    ["\uD800"],
    ["a".repeat(61)],
  ])("%j is refused", (name) => {
    expect(typed(60).safeParse(name).success).toBe(false);
  });
});

describe("a text that shows what is bought", () => {
  test("fits, whatever it contains, and splits no character", () => {
    const sign = fc.oneof(
      fc.constantFrom("👨‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "한".normalize("NFD"), " ", "ß", "🇰🇷"),
      fc.string({ unit: "grapheme", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 80 }), fc.integer({ min: 1, max: 120 }), (signs, longest) => {
        const text = signs.join("");
        const short = shorten(text, longest);
        expect(short.length).toBeLessThanOrEqual(longest);
        if (text.length <= longest) {
          expect(short).toBe(text);
          return;
        }
        expect(short.endsWith("…")).toBe(true);
        const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
        const whole = graphemes.map((_, n) => graphemes.slice(0, n).join("").trimEnd());
        expect(whole).toContain(short.slice(0, -1));
      }),
    );
  });
});
