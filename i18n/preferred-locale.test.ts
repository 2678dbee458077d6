import { describe, expect, test } from "vitest";
import { preferredLocale } from "./preferred-locale";

describe("the language of a first visit", () => {
  test.each([
    ["a Korean phone", "ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"],
    ["an American laptop", "en-US,en;q=0.9", "en"],
    ["a browser that lists its best language last", "en;q=0.4, ko;q=0.8", "ko"],
    ["a French browser that also reads Korean", "fr-FR,fr;q=0.9,ko;q=0.3", "ko"],
    ["a French browser", "fr-FR,fr;q=0.9", "en"],
    ["somebody who refuses Korean", "ko;q=0, en;q=0.1", "en"],
    ["a weight that is no number", "ko;q=high, en;q=0.1", "en"],
    ["a program that takes anything", "*", "ko"],
    ["a program that says nothing", null, "ko"],
  ] as const)("%s", (_who, header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
