import { cleanPostcode, isPostcodeOf, missingParts } from "@/lib/contact/address";
import { isCountry } from "@/lib/contact/countries";
import { readEmail } from "@/lib/contact/email";
import { readPhone } from "@/lib/contact/phone";
import { cleanText, isPlain, isVisible } from "@/lib/contact/text";
import type { Currency } from "@/lib/money";
import { type Draft, type FieldName, fieldNames } from "./draft";
import { fieldsOf, longest } from "./fields";

/** What is wrong with a field; the messages are in `sheet.faults`. */
export type Fault =
  | "nameMissing"
  | "recipientMissing"
  | "emailWrong"
  | "phoneWrong"
  | "phoneWrongAbroad"
  | "phoneTooLong"
  | "countryMissing"
  | "cityMissing"
  | "regionMissing"
  | "postcodeWrong"
  | "postcodeWrongAbroad"
  | "addressMissing"
  | "tooLong"
  | "refused";
export type Faults = Partial<Record<FieldName, Fault>>;

/** The faults a shopper can correct before anything is sent. The server has the last word. */
export function faultsOf(draft: Draft, currency: Currency): Faults {
  const found = fieldsOf(currency, draft).flatMap((name) => {
    const fault = faultOf(name, draft, currency);
    return fault ? [[name, fault] as const] : [];
  });
  return Object.fromEntries(found);
}

function faultOf(name: FieldName, draft: Draft, currency: Currency): Fault | undefined {
  const text = draft[name];
  const needed = () => missingParts(countryIn(draft, currency), cleaned(draft)).some((part) => part === name);
  switch (name) {
    case "phone":
    case "recipient_phone": {
      const read = readPhone(text);
      const isKoreanAndMore = currency === "KRW" && "phone" in read && /^010\d{9,}$/.test(read.phone);
      if (isKoreanAndMore) return "phoneTooLong";
      if ("phone" in read) return undefined;
      return read.fault === "too_long" ? "phoneTooLong" : worded("phoneWrong", currency);
    }
    case "email":
      if (readEmail(text)) return undefined;
      return cleanText(text).length > longest.email ? "tooLong" : "emailWrong";
    case "country":
      return isCountry(text) ? undefined : "countryMissing";
    case "postcode": {
      const postcode = cleanPostcode(text);
      const isRight = postcode === "" || isPostcodeOf(countryIn(draft, currency), postcode);
      return isRight && !needed() ? undefined : worded("postcodeWrong", currency);
    }
    case "city":
      return needed() ? "cityMissing" : typedFault(text, longest.city);
    case "region":
      return needed() ? "regionMissing" : typedFault(text, longest.region);
    case "name":
      return isVisible(text) ? typedFault(text, longest.name) : "nameMissing";
    case "recipient_name":
      return isVisible(text) ? typedFault(text, longest.recipient_name) : "recipientMissing";
    case "line1":
      return isVisible(text) ? typedFault(text, longest.line1) : "addressMissing";
    default:
      return typedFault(text, longest[name]);
  }
}

function typedFault(text: string, max: number): Fault | undefined {
  const clean = cleanText(text);
  if (clean.length > max) return "tooLong";
  return isPlain(clean) && (clean === "" || isVisible(clean)) ? undefined : "refused";
}

const countryIn = ({ country }: Draft, currency: Currency) => (currency === "KRW" ? "KR" : country);

const cleaned = ({ city, region, postcode }: Draft) => ({
  city: cleanText(city),
  region: cleanText(region),
  postcode: cleanPostcode(postcode),
});

/** For dollars, an example in Korean format would not help. */
const worded = <Name extends "phoneWrong" | "postcodeWrong">(name: Name, currency: Currency) =>
  currency === "KRW" ? name : (`${name}Abroad` as const);

/** The server's field errors, by our field names: it says `customer.email` and `shipping_address.line1`. */
export function faultsFrom(errors: { field: string }[], currency: Currency): Faults {
  const named = errors.map(({ field }) => field.replace(/^(customer|shipping_address)\./, ""));
  const faults: Faults = {};
  for (const name of fieldNames) if (named.includes(name)) faults[name] = refusalOf(name, currency);
  return faults;
}

function refusalOf(name: FieldName, currency: Currency): Fault {
  if (name === "email") return "emailWrong";
  if (name === "country") return "countryMissing";
  if (name === "recipient_phone") return worded("phoneWrong", currency);
  return name === "phone" || name === "postcode" ? worded(`${name}Wrong`, currency) : "refused";
}
