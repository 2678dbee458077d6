import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { charactersOf, rangesOf } from "./characters.mjs";

const covered = (() => {
  const [, ranges = ""] = /value:\s*"([^"]+)"/.exec(readFileSync("app/fonts/shop-font.ts", "utf8")) ?? [];
  const codes = new Set();
  for (const range of ranges.split(", ")) {
    const [from, to = from] = range
      .replace("U+", "")
      .split("-")
      .map((digits) => Number.parseInt(digits, 16));
    for (let code = from; code <= to; code += 1) codes.add(code);
  }
  return codes;
})();

test("the font of a first visit has the characters of the shop's words, and is at most 95 kB", () => {
  const missing = [...charactersOf()].filter((character) => !covered.has(character.codePointAt(0)));
  // A new word may bring a new character, which comes from the package's files. Too many of them: `npm run fonts`.
  expect(missing.length, missing.join("")).toBeLessThanOrEqual(12);
  expect(statSync("app/fonts/pretendard-shop.woff2").size).toBeLessThanOrEqual(95_000);
});

test("neighbors are one range", () => expect(rangesOf("cab x가")).toBe("U+20, U+61-63, U+78, U+AC00"));
