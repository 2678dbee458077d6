import { formatAddress } from "localized-address-format";
import { plainSigns } from "./text";

export type Address = {
  /** ISO 3166-1 alpha-2. Missing from orders of earlier releases. */
  country?: string | undefined;
  postcode?: string | undefined;
  region?: string | undefined;
  city?: string | undefined;
  line1: string;
  line2?: string | undefined;
};

export const parts = ["city", "region", "postcode"] as const;
export type Part = (typeof parts)[number];

// Required for delivery. Source: Google's libaddressinput, `require`.
const needsPostcode = codes(
  "AS AT AU AX BE BL BR CA CC CH CN CX CZ DE DK EE ES FI FR GB GF GG GL GP GR GU HR HU IM IN IT JE JP KR LI LT LU LV MF MP MQ MX MY NC NF NL NO NZ PH PL PM PR PT RE RO RU SA SE SG SJ SK TH TR TW UA US VI YT ZA",
);
const needsRegion = codes(
  "AE AU BR CA CN CO CR ES FM HK HN IN IQ IT JM JP MH MM MX MY PE PH PW SO TH TW US VE",
);
const needsNoCity = codes("AG CO DM GD HK KN LC MM TT");

/** Which parts an address in this country has, and which of them are required. */
export function partsIn(country: string): Record<Part, "needed" | "asked" | "none"> {
  // In Korea, region, city and street are one line, but foreigners there may enter them separately.
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

/** The required parts that an address lacks. */
export const missingParts = (country: string, address: Partial<Record<Part, string | undefined>>): Part[] =>
  parts.filter((part) => !address[part] && partsIn(country)[part] === "needed");

/** What a country calls its regions, where it has a name of its own. Source: libaddressinput, `state_name_type`. */
const regionKinds = {
  state: codes("AU BR IN MM MX MY US VE"),
  province: codes("AR CA CN CO CR CU ES ID IT KH PA PH TH TR"),
  prefecture: codes("JP"),
  emirate: codes("AE"),
  county: codes("IE TW"),
};

export type RegionKind = keyof typeof regionKinds;

export const regionKindOf = (country: string): RegionKind | undefined =>
  (Object.keys(regionKinds) as RegionKind[]).find((kind) => regionKinds[kind].has(country));

/** What a country calls its postcodes. Source: libaddressinput, `zip_name_type`. */
export const postcodeKindOf = (country: string): "zip" | "pin" | "eircode" | undefined =>
  country === "US" || country === "PR" || country === "PH"
    ? "zip"
    : country === "IN"
      ? "pin"
      : country === "IE"
        ? "eircode"
        : undefined;

/** The postcodes of countries that many parcels go to, in capitals. Source: libaddressinput, `zip`. */
const postcodes: Readonly<Record<string, RegExp>> = {
  AT: /^\d{4}$/,
  AU: /^\d{4}$/,
  CA: /^[A-CEGHJ-NPR-TVXY]\d[A-CEGHJ-NPR-TV-Z] ?\d[A-CEGHJ-NPR-TV-Z]\d$/,
  CH: /^\d{4}$/,
  CN: /^\d{6}$/,
  DE: /^\d{5}$/,
  ES: /^\d{5}$/,
  FR: /^\d{2} ?\d{3}$/,
  GB: /^(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/,
  IN: /^\d{3} ?\d{3}$/,
  IT: /^\d{5}$/,
  JP: /^\d{3}-?\d{4}$/,
  KR: /^\d{5}$/,
  MX: /^\d{5}$/,
  NL: /^[1-9]\d{3} ?[A-Z]{2}$/,
  NZ: /^\d{4}$/,
  SG: /^\d{6}$/,
  TW: /^\d{3}(\d{2,3})?$/,
  US: /^\d{5}(-\d{4})?$/,
  VN: /^\d{5,6}$/,
};

/** Whether a cleaned postcode may be one of this country. Where we do not know its rule, any postcode may. */
export const isPostcodeOf = (country: string, postcode: string): boolean =>
  postcodePattern.test(postcode) && (postcodes[country]?.test(postcode.toUpperCase()) ?? true);

/** Normalizes a typed postcode for storage: ASCII characters, without the Japanese postal mark. */
export const cleanPostcode = (typed: string) =>
  plainSigns(typed)
    .replace(/^\s*〒/, "")
    .trim();

/** Matches the postcodes of all countries. The longest are Iran's, and ZIP+4 in the United States. */
export const postcodePattern = /^[A-Za-z0-9 -]{3,12}$/;

/** Formats an address in the lines and order of its country, without the country's name. */
export function linesOf({ country = "KR", postcode, region, city, line1, line2 }: Address): string[] {
  const street = [line1, line2].filter((line) => line !== undefined);
  if (country === "KR" && !city && !region)
    return [[postcode && `(${postcode})`, ...street].filter(Boolean).join(" ")];
  const given = { administrativeArea: region, locality: city, postalCode: postcode };
  const known = Object.fromEntries(Object.entries(given).filter(([, text]) => text));
  const lines = formatAddress({ postalCountry: country, addressLines: street, ...known }, "latin");
  // Keep parts that the country's format has no place for: somebody typed them.
  const left = Object.values(known).filter((text) => !lines.some((line) => line.includes(text ?? "")));
  return [...lines, ...left.filter((text) => text !== undefined)];
}

function codes(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
