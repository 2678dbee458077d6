import parsePhoneNumber, { type CountryCode, isSupportedCountry, type PhoneNumber } from "libphonenumber-js";

/**
 * The number to dial, such as `+821012345678`, for a stored phone number if there is only one way to read it; otherwise
 * its digits. `country` is the shopper's country, so that a number without a country code can be read.
 */
export function dialed(phone: string, country: string | undefined): string {
  return numberOf(phone, country)?.number ?? phone.replace(/\D/g, "");
}

/** A Korean mobile number in its domestic form, such as 01012345678; undefined for any other number. */
export function koreanMobile(phone: string, country: string | undefined): string | undefined {
  const number = numberOf(phone, country);
  const domestic = number?.countryCallingCode === "82" ? `0${number.nationalNumber}` : phone;
  return /^01[016-9]\d{7,8}$/.test(domestic) ? domestic : undefined;
}

/** The digits without country code or leading zero, so that a search finds a number however it was written. */
export const significantDigits = (phone: string, country: string | undefined): string =>
  numberOf(phone, country)?.nationalNumber ?? phone.replace(/\D/g, "").replace(/^0+/, "");

function numberOf(phone: string, country: string | undefined): PhoneNumber | undefined {
  if (phone.startsWith("+")) return possible(phone);
  const digits = phone.replace(/\D/g, "");
  const at = country && isSupportedCountry(country) ? country : undefined;
  const read = readAbroad(digits) ?? (at && valid(digits, at));
  if (read || digits.startsWith("00")) return read;
  // A forgotten plus: not a number at home, but valid with a country code.
  return digits.startsWith("0") ? at && possible(digits, at) : valid(`+${digits}`);
}

/**
 * International dialing prefixes: 00 in most of the world, 00 and a carrier code in Korea, 011 in North America.
 * Source: ITU, list of dialling procedures.
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

/** Checks only the length: new numbers are assigned faster than the lists of them are updated. */
function possible(text: string, country?: CountryCode): PhoneNumber | undefined {
  const number = parsePhoneNumber(text, country && { defaultCountry: country, extract: false });
  return number?.isPossible() ? number : undefined;
}
