import { describe, expect, test } from "vitest";
import { createOrder } from "../contracts/orders";
import { cleanPostcode, isPostcodeOf, linesOf, missingParts, partsIn, postcodePattern } from "./address";
import { countries, countryName } from "./countries";

describe("an address has the fields of its country", () => {
  test.each([
    ["US", { city: "needed", region: "needed", postcode: "needed" }],
    ["GB", { city: "needed", region: "none", postcode: "needed" }],
    ["HK", { city: "asked", region: "needed", postcode: "none" }],
    ["AE", { city: "none", region: "needed", postcode: "none" }],
    ["AO", { city: "needed", region: "none", postcode: "none" }],
    ["SG", { city: "none", region: "none", postcode: "needed" }],
    ["IE", { city: "needed", region: "asked", postcode: "asked" }],
    ["KR", { city: "asked", region: "asked", postcode: "needed" }],
  ])("%s", (country, parts) => {
    expect(partsIn(country)).toEqual(parts);
  });

  test("every country has a name in both languages", () => {
    expect(countries.filter((code) => countryName(code, "ko") === code)).toEqual([]);
    expect(countries.filter((code) => countryName(code, "en") === code)).toEqual([]);
  });

  test("everything that was typed is on the parcel's label", () => {
    const typed = { region: "REGION", city: "CITY", postcode: "12345", line1: "LINE1", line2: "LINE2" };
    for (const country of countries)
      for (const text of Object.values(typed))
        expect(linesOf({ country, ...typed }).join("\n")).toContain(text);
  });
});

test.each([
  [
    { country: "US", postcode: "94107", region: "CA", city: "San Francisco", line1: "1 Main St" },
    ["1 Main St", "San Francisco, CA 94107"],
  ],
  [
    { country: "GB", postcode: "SW1A 2AA", city: "London", line1: "10 Downing St" },
    ["10 Downing St", "London", "SW1A 2AA"],
  ],
  [{ postcode: "04524", line1: "세종대로 110", line2: "3층" }, ["(04524) 세종대로 110 3층"]],
])("%j is written in its country's order", (address, lines) => {
  expect(linesOf(address)).toEqual(lines);
});

test.each([
  ["US", "94107", true],
  ["US", "94107-1234", true],
  ["US", "SW1A 2AA", false],
  ["GB", "sw1a 2aa", true],
  ["GB", "SW1A2AA", true],
  ["GB", "94107", false],
  ["CA", "K1A 0B1", true],
  ["JP", "1000001", true],
  ["KR", "0452", false],
  ["LV", "LV-1073", true],
])("in %s, %j is a postcode: %s", (country, postcode, is) => {
  expect(isPostcodeOf(country, postcode)).toBe(is);
});

test.each([
  ["１００-０００１", "100-0001"],
  ["〒100-0001", "100-0001"],
  [" 〒 ０４５２４ ", "04524"],
  ["SW1A 2AA", "SW1A 2AA"],
])("the postcode %j is %j", (typed, kept) => {
  expect(cleanPostcode(typed)).toBe(kept);
});

describe("an order names its destination", () => {
  const wish = {
    items: [{ sku: "TEE-COOL", quantity: 1 }],
    customer: { name: "Ana", email: "ana@example.com", phone: "+14155550100" },
  };
  const parsed = (currency: string, address?: object) =>
    createOrder.input.safeParse({ ...wish, currency, ...(address && { shipping_address: address }) });
  const faultsOf = (currency: string, address?: object) =>
    parsed(currency, address).error?.issues.map(({ path }) => path.join(".")) ?? [];

  test.each([
    ["KRW", undefined],
    ["KRW", { postcode: "04524", line1: "세종대로 110" }],
    ["USD", { country: "HK", region: "Kowloon", line1: "1 Nathan Rd" }],
    ["USD", { country: "AE", region: "Dubai", line1: "1 Sheikh Zayed Rd" }],
    ["USD", { country: "US", region: "CA", city: "SF", postcode: "94107", line1: "1 Main St" }],
    ["USD", { country: "KR", postcode: "０４５２４", line1: "110 Sejong-daero", line2: "", note: "" }],
  ])("in %s to %j", (currency, address) => {
    expect(faultsOf(currency, address)).toEqual([]);
  });

  test.each([
    ["USD", undefined, ["shipping_address"]],
    ["USD", { postcode: "94107", line1: "1 Main St" }, ["shipping_address.country"]],
    ["USD", { country: "us", line1: "1 Main St" }, ["shipping_address.country"]],
    ["USD", { country: "XX", line1: "1 Main St" }, ["shipping_address.country"]],
    [
      "USD",
      { country: "US", line1: "1 Main St" },
      ["shipping_address.city", "shipping_address.region", "shipping_address.postcode"],
    ],
    ["KRW", { line1: "세종대로 110" }, ["shipping_address.postcode"]],
    ["KRW", { country: "US", line1: "1 Main St", city: "SF", region: "CA" }, ["shipping_address.postcode"]],
    [
      "USD",
      { country: "US", region: "CA", city: "SF", postcode: "9410", line1: "1 Main St" },
      ["shipping_address.postcode"],
    ],
    [
      "USD",
      { country: "GB", city: "London", postcode: "94107", line1: "10 Downing St" },
      ["shipping_address.postcode"],
    ],
    [
      "KRW",
      { country: "JP", region: "Tokyo", postcode: "04524", line1: "1-1" },
      ["shipping_address.postcode"],
    ],
  ])("in %s to %j is refused for %j", (currency, address, fields) => {
    expect(faultsOf(currency, address)).toEqual(fields);
  });

  test("missing fields are named in the order of the form", () => {
    expect(missingParts("US", {})).toEqual(["city", "region", "postcode"]);
  });
});

test.each([
  ["100−0001", "100-0001"],
  ["〒100ー0001", "100-0001"],
  ["１００‐０００１", "100-0001"],
  ["00–950", "00-950"],
  ["\u202A04524\u202C", "04524"],
  ["۱۱۹۳۶-۵۳۴۷۱", "11936-53471"],
  ["SW1A 1AA", "SW1A 1AA"],
  ["SW1A\u00A01AA", "SW1A 1AA"],
])("a postcode is stored in plain characters, whatever keyboard typed %j", (typed, kept) => {
  expect(cleanPostcode(typed)).toBe(kept);
  expect(kept).toMatch(postcodePattern);
});
