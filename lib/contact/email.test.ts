import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emailForGateway, readEmail } from "./email";

describe("an existing address is stored as its mail server knows it", () => {
  test.each([
    ["mina@example.com", "mina@example.com"],
    ["  mina@example.com \n", "mina@example.com"],
    ["ｍｉｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "mina@example.com"],
    ["mina@example。com", "mina@example.com"],
    ["\u202Amina@example.com\u202C", "mina@example.com"],
    ["mina@example.com\u200B", "mina@example.com"],
    ["Mina.Kim@Example.COM", "Mina.Kim@example.com"],
    ["a&b@example.com", "a&b@example.com"],
    ["a/b@example.com", "a/b@example.com"],
    ["user%x@example.com", "user%x@example.com"],
    ["obrien'@example.com", "obrien'@example.com"],
    ["o'brien@example.com", "o'brien@example.com"],
    ["name.@docomo.ne.jp", "name.@docomo.ne.jp"],
    ["a..b@docomo.ne.jp", "a..b@docomo.ne.jp"],
    [".dot@ezweb.ne.jp", ".dot@ezweb.ne.jp"],
    ["test+å@example.com", "test+å@example.com"],
    ["민아@example.com", "민아@example.com"],
    ["user@도메인.한국", "user@xn--hq1bm8jm9l.xn--3e0b707e"],
    ["user@xn--hq1bm8jm9l.xn--3e0b707e", "user@xn--hq1bm8jm9l.xn--3e0b707e"],
    ["user@münchen.de", "user@xn--mnchen-3ya.de"],
    ['"mina kim"@example.com', '"mina kim"@example.com'],
    ['"mina@home"@example.com', '"mina@home"@example.com'],
    [`${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.example.com`, undefined],
  ])("%j", (typed, kept) => {
    expect(readEmail(typed)).toBe(kept ?? typed);
  });
});

test.each([
  [""],
  ["@"],
  ["mina"],
  ["mina@"],
  ["@example.com"],
  ["mina@example"],
  ["mina@example."],
  ["mina@.com"],
  ["user@sub-.example.com"],
  ["user@-sub.example.com"],
  ["mina@example.com.1"],
  ["mina@127.0.0.1"],
  ["mina@[127.0.0.1]"],
  ["mina kim@example.com"],
  ["mina@exam ple.com"],
  ["mina@example.com/path"],
  ["mina@example.com:25"],
  ["mina@example%2ecom"],
  ["a,b@example.com"],
  ["a;b@example.com"],
  ["<mina>@example.com"],
  ["Mina <mina@example.com>"],
  ["mina\r\nbcc:x@example.com"],
  ['"mina"kim"@example.com'],
  [`${"a".repeat(65)}@example.com`],
  [`mina@${"b.".repeat(130)}com`],
])("%j is no address", (typed) => {
  expect(readEmail(typed)).toBeUndefined();
});

test("a stored address reads the same again, whatever was typed", () => {
  const sign = fc.oneof(fc.constantFrom("@", ".", '"', "。", "＠", "\u200B", "é", "한"), fc.string());
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
      const once = readEmail(signs.join(""));
      if (once !== undefined) expect(readEmail(once)).toBe(once);
    }),
  );
  fc.assert(fc.property(fc.emailAddress(), (address) => readEmail(address) !== undefined));
});

test.each([
  ["mina.kim+shop@example.com", true],
  ["a..b@docomo.ne.jp", false],
  ["user@xn--hq1bm8jm9l.xn--3e0b707e", false],
  ["a&b@example.com", false],
  [`${"a".repeat(60)}@${"b".repeat(40)}.com`, false],
])("a gateway is given %j: %j", (address, told) => {
  expect(emailForGateway(address)).toBe(told ? address : undefined);
});
