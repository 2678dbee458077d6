import parsePhoneNumber, { type CountryCode, isSupportedCountry, type PhoneNumber } from "libphonenumber-js";

/**
 * What is dialed for a number as it is kept, such as `+821012345678`, when there is one reading of it alone. Otherwise
 * its digits. `country` is where whoever wrote it lives, so that a number without a country's code can be read.
 */
export function dialed(phone: string, country: string | undefined): string {
  return numberOf(phone, country)?.number ?? phone.replace(/\D/g, "");
}

/** The number of a Korean mobile as Koreans dial it, such as 01012345678; undefined for any other number. */
export function koreanMobile(phone: string, country: string | undefined): string | undefined {
  const number = numberOf(phone, country);
  const domestic = number?.countryCallingCode === "82" ? `0${number.nationalNumber}` : phone;
  return /^01[016-9]\d{7,8}$/.test(domestic) ? domestic : undefined;
}

/** Its digits without the country's code or a leading zero, by which any way to write it is found again. */
export const significantDigits = (phone: string, country: string | undefined): string =>
  numberOf(phone, country)?.nationalNumber ?? phone.replace(/\D/g, "").replace(/^0+/, "");

function numberOf(phone: string, country: string | undefined): PhoneNumber | undefined {
  if (phone.startsWith("+")) return possible(phone);
  const digits = phone.replace(/\D/g, "");
  const at = country && isSupportedCountry(country) ? country : undefined;
  const read = readAbroad(digits) ?? (at && valid(digits, at));
  if (read || digits.startsWith("00")) return read;
  // A plus that was forgotten: what is no number at home, and one with a country's code.
  return digits.startsWith("0") ? at && possible(digits, at) : valid(`+${digits}`);
}

/**
 * What is dialed before a country's code: in most of the world 00, in Korea 00 and the number of a company, in North
 * America 011. Source: ITU, list of dialling procedures.
 */
const prefixes = /^(?:00(?:[125689]|3\d\d|7\d\d)?|011)/;

function readAbroad(digits: string): PhoneNumber | undefined {
  const longest = prefixes.exec(digits)?.[0];
  if (!longest) return undefined;
  const readings = [...new Set(["00", longest])]
    .filter((prefix) => digits.startsWith(prefix))
    .map((prefix) => valid(`+${digits.slice(prefix.length)}`))
    .filter((number) => number !== undefined);
  return readings.length === 1 ? readings[0] : undefined;
}

function valid(text: string, country?: CountryCode): PhoneNumber | undefined {
  const number = possible(text, country);
  return number?.isValid() ? number : undefined;
}

/** Of a length that exists there: numbers are given out faster than lists of them are. */
function possible(text: string, country?: CountryCode): PhoneNumber | undefined {
  const number = parsePhoneNumber(text, country && { defaultCountry: country, extract: false });
  return number?.isPossible() ? number : undefined;
}
