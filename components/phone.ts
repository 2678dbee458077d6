import { digitsOf } from "@/lib/contact/phone";

/**
 * A phone number in Korean notation: `010-1234-5678`, `02-123-4567`. Accepts what people paste: `+82 10 1234 5678`,
 * full-width digits, dots and parentheses. A number that is not clearly Korean stays as typed.
 */
export function formatPhone(typed: string): string {
  const plain = typed.normalize("NFKC");
  if (!/^[\s\d().+-]*$/.test(plain)) return typed;
  const digits = domestic(plain);
  return isKorean(digits) ? hyphenate(digits) : outgrown(typed);
}

/** The caret's position after formatting: after the same number of digits as before. */
export function caretAfter(formatted: string, digitsBefore: number): number {
  let seen = 0;
  for (let at = 0; at < formatted.length; at++) {
    if (seen === digitsBefore) return at;
    if (/\d/.test(formatted.charAt(at))) seen++;
  }
  return formatted.length;
}

/**
 * The digits as dialed in Korea. Without a plus, 82 is certainly the country code only if a complete mobile number
 * follows.
 */
function domestic(plain: string) {
  const digits = digitsOf(plain);
  const international = /^\s*\+/.test(plain);
  if (international ? /^82\d/.test(digits) : /^820?10\d{8}$/.test(digits))
    return `0${digits.slice(2).replace(/^0/, "")}`;
  return international ? "" : digits;
}

/**
 * Mobile numbers, area codes, 070, 080 and 050x, each up to its full length; 1588-0000 and similar. No Korean number
 * begins with 0 after the area code, as those in London and other cities abroad do.
 */
const isKorean = (digits: string) =>
  /^(02([1-9]\d{0,7})?|01([016-9](\d{0,8})?)?|0[3-6]([1-5]([1-9]\d{0,7})?)?|0[78](0([1-9]\d{0,7})?)?|050\d([1-9]\d{0,7})?|1[568]\d{0,6})$/.test(
    digits,
  );

function hyphenate(digits: string) {
  // 1588-0000 and similar have two parts; Seoul's area code has two digits, all others three.
  if (/^1[568]/.test(digits)) return joined(digits, 4, 4);
  const area = digits.startsWith("02") ? 2 : digits.startsWith("050") ? 4 : 3;
  const middle = digits.length - area > 7 ? 4 : 3;
  return joined(digits, area, middle);
}

const joined = (digits: string, first: number, second: number) =>
  [digits.slice(0, first), digits.slice(first, first + second), digits.slice(first + second)]
    .filter(Boolean)
    .join("-");

/** Hyphens added here while a longer number looked Korean would now be misleading. */
function outgrown(typed: string) {
  const before = typed.slice(0, -1);
  const isOurs = before.includes("-") && isKorean(digitsOf(before)) && hyphenate(digitsOf(before)) === before;
  return isOurs ? typed.replace(/-/g, "") : typed;
}
