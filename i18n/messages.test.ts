import { describe, expect, test } from "vitest";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

describe("English has every text that Korean has", () => {
  const [korean, english] = [wordsOf(ko), wordsOf(en)];

  test("every text exists in both languages, and none is empty", () => {
    expect([...english.keys()].sort()).toEqual([...korean.keys()].sort());
    expect([...korean, ...english].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("every text names the same values", () => {
    const values = (words: Map<string, string>) =>
      Object.fromEntries([...words].map(([key, text]) => [key, valuesIn(text)]));
    expect(values(english)).toEqual(values(korean));
  });
});

type Words = { [name: string]: string | Words };

function wordsOf(words: Words, path = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([name, text]) =>
      typeof text === "string" ? [[path + name, text] as const] : [...wordsOf(text, `${path}${name}.`)],
    ),
  );
}

/** The names right inside outer braces; inner braces hold words, such as the branches of a plural. */
function valuesIn(text: string) {
  let depth = 0;
  const names = [...text.matchAll(/\{(\w*)|\}/g)].flatMap(([brace, name]) => {
    depth += brace === "}" ? -1 : 1;
    return brace !== "}" && depth === 1 ? [name] : [];
  });
  return names.sort();
}
