import { describe, expect, test } from "vitest";
import { searchTermsOf, termFor } from "./search-text";

const terms = (name: string, email = "") => searchTermsOf({ name, email });

describe("an order is found by", () => {
  test("any part of a Korean name", () => {
    expect(terms("김민아")).toEqual(["김", "김민", "김민아", "민", "민아", "아"]);
    expect(terms("김 민아")).toEqual(terms("김민아"));
  });

  test("the beginning of each word of a name and an email address", () => {
    expect(terms("Jane Doe")).toEqual(["ja", "jan", "janed", "do", "doe"]);
    expect(terms("", "mina.kim@example.com")).toEqual([
      ...["min", "minak", "minakime", "minakimexampl"],
      ...["kim", "kimex", "kimexamp", "kimexamplecom"],
      ...["exa", "examp", "examplec"],
    ]);
  });

  test("a name of one letter, and one in another script", () => {
    expect(terms("Q")).toEqual(["q"]);
    expect(terms("ＪＡＮＥ")).toEqual(["ja", "jan"]);
    expect(terms("山田 太郎")).toContain("太郎");
  });

  test("a limited number of terms, however long the name", () => {
    expect(terms("김".repeat(60)).length).toBeLessThan(100);
    expect(terms("a b ".repeat(15), `${"x.".repeat(30)}@example.com`).length).toBeLessThan(150);
  });

  test("nothing once its shopper was erased", () => {
    expect(terms("", "")).toEqual([]);
  });
});

test.each([
  ["민아", { term: "민아", rest: undefined }],
  ["J a n e", { term: "jan", rest: "jane" }],
  ["%_'", undefined],
  ["", undefined],
])("%j is looked for as %j", (typed, found) => {
  expect(termFor(typed)).toEqual(found);
});
