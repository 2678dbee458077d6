import { formatAddress } from "localized-address-format";
import { plainSigns } from "./text";

export type Address = {
  /** ISO 3166-1, two letters. Orders of earlier releases have none. */
  country?: string | undefined;
  postcode?: string | undefined;
  region?: string | undefined;
  city?: string | undefined;
  line1: string;
  line2?: string | undefined;
};

export const parts = ["city", "region", "postcode"] as const;
export type Part = (typeof parts)[number];

// What cannot be delivered without. Source: Google's libaddressinput, `require`.
const needsPostcode = codes(
  "AS AT AU AX BE BL BR CA CC CH CN CX CZ DE DK EE ES FI FR GB GF GG GL GP GR GU HR HU IM IN IT JE JP KR LI LT LU LV MF MP MQ MX MY NC NF NL NO NZ PH PL PM PR PT RE RO RU SA SE SG SJ SK TH TR TW UA US VI YT ZA",
);
const needsRegion = codes(
  "AE AU BR CA CN CO CR ES FM HK HN IN IQ IT JM JP MH MM MX MY PE PH PW SO TH TW US VE",
);
const needsNoCity = codes("AG CO DM GD HK KN LC MM TT");

/** Which parts an address in this country has, and which of them it needs. */
export function partsIn(country: string): Record<Part, "needed" | "asked" | "none"> {
  // In Korea region, city and street are one line, and foreigners there may write them apart.
  if (country === "KR") return { city: "asked", region: "asked", postcode: "needed" };
  const written = formatAddress(
    { postalCountry: country, locality: "<city>", administrativeArea: "<region>", postalCode: "<postcode>" },
    "latin",
  ).join();
  const kind = (part: Part, isNeeded: boolean) =>
    !written.includes(`<${part}>`) ? "none" : isNeeded ? "needed" : "asked";
  return {
    city: kind("city", !needsNoCity.has(country)),
    region: kind("region", needsRegion.has(country)),
    postcode: kind("postcode", needsPostcode.has(country)),
  };
}

/** The needed parts that an address lacks. */
export const missingParts = (country: string, address: Partial<Record<Part, string | undefined>>): Part[] =>
  parts.filter((part) => !address[part] && partsIn(country)[part] === "needed");

/** A postcode as a keyboard sends it, as it is kept: plain signs, without the mark that Japanese put before it. */
export const cleanPostcode = (typed: string) =>
  plainSigns(typed)
    .replace(/^\s*〒/, "")
    .trim();

/** What a postcode consists of, in any country. The longest are those of Iran and of the United States with four more. */
export const postcodePattern = /^[A-Za-z0-9 -]{3,12}$/;

/** An address in the lines and the order of its country, without the country's name. */
export function linesOf({ country = "KR", postcode, region, city, line1, line2 }: Address): string[] {
  const street = [line1, line2].filter((line) => line !== undefined);
  if (country === "KR" && !city && !region)
    return [[postcode && `(${postcode})`, ...street].filter(Boolean).join(" ")];
  const given = { administrativeArea: region, locality: city, postalCode: postcode };
  const known = Object.fromEntries(Object.entries(given).filter(([, text]) => text));
  const lines = formatAddress({ postalCountry: country, addressLines: street, ...known }, "latin");
  // What a country's format has no place for is still what somebody typed.
  const left = Object.values(known).filter((text) => !lines.some((line) => line.includes(text ?? "")));
  return [...lines, ...left.filter((text) => text !== undefined)];
}

function codes(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
